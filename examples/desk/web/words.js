// The words of the pages, and which language they are in.

const words = {
	en: {
		title: 'Customer service', conversation: 'Conversation', language: '中文', languageLabel: '切换到中文',
		fresh: 'New conversation', freshAsk: 'Start a new conversation? This one will no longer be shown here.',
		hello: 'Hello! How can we help?', intro: 'Ask in your own words, in English or Chinese.',
		yourMessage: 'Your message', placeholder: 'Write a message…', send: 'Send', person: 'Talk to a person',
		connecting: 'Connecting…', bot: 'Assistant online', waiting: 'Waiting for a colleague', withPerson: 'A colleague is here', withName: '{} is here',
		you: 'You', assistant: 'Assistant', colleague: 'Colleague', customer: 'Customer',
		sending: 'Sending…', unsent: 'Not sent yet, trying again.', retry: 'Try now', tooLong: 'Too long to send.', refused: 'This could not be sent.', edit: 'Edit',
		desk: 'Agent desk', list: 'Handed over', nobody: 'Nobody is waiting', nobodyHint: 'Conversations appear here when a customer asks for a person or the bot cannot help.',
		choose: 'Choose a conversation', yourName: 'Your name', back: 'Back to the list', release: 'Give back to the bot', released: 'The bot has this conversation.',
		reply: 'Your reply', replyPlaceholder: 'Reply to the customer…', isWaiting: 'waiting', asked: 'asked for a person', unanswered: 'not answered by the bot',
		unsure: 'score', failed: 'That did not work. Try again.', now: 'just now', minutes: '{} min', hours: '{} h', days: '{} d', offline: 'Reconnecting…',
		helpful: 'Was this helpful?', useful: 'Useful', notUseful: 'Not useful', whyNot: 'What was missing or wrong? (optional)', thanks: 'Thank you for telling us.',
		ratedUseful: 'You found this useful.', ratedNot: 'You found this not useful.', alsoAsked: 'People also ask', ratingFailed: 'That did not arrive. Please try again.',
		saidUseful: 'useful', saidNot: 'not useful',
		advice: 'Suggestions for you', adviceSearch: 'Search the knowledge base', adviceNone: 'Nothing that fits.', insert: 'Insert', seen: 'seen already', knowledge: 'Knowledge',
		kbTitle: 'Knowledge base', toDesk: 'Agent desk', sections: 'Sections',
		navTry: 'Try a question', navMissing: 'What customers miss', navComplaints: 'Complaints', navCheck: 'Check', navHot: 'Most asked', navEntries: 'Entries',
		loading: 'Loading…', loadFailed: 'This could not be loaded.', tryAgain: 'Try again', because: 'That did not work: {}', noConnection: 'there is no connection. Try again.', changedMeanwhile: 'somebody else changed this in the meantime. Open it again.', gone: 'it is not there any more.',
		tryHint: 'Ask as a customer would, and see how the answer is found.', question: 'Question', ask: 'Ask', languageOf: 'Language', anyLanguage: 'Any language', english: 'English', chinese: 'Chinese', whyNotEntry: 'Why not this entry? (id, optional)',
		decisionDirect: 'The bot answers', decisionSuggest: 'The bot offers questions to pick from', decisionNone: 'The bot has no answer', thresholds: 'Answer from {}', thresholdSuggest: 'Offer from {}', thresholdMargin: 'Ahead of the next by {}', noHits: 'Nothing fits.',
		rank: 'Rank', entry: 'Entry', score: 'Score', mode: 'Found by', matched: 'Matched', doubts: 'Doubts', obstacle: 'Why not', wordsShared: 'Words in common', covered: 'Covered', coveredOf: '{} of the wording', askedOf: '{} of the question',
		smart: 'Meaning', exact: 'Exact text', contains: 'Contains', pattern: 'Pattern',
		missingHint: 'Questions that got no answer, or a bad one. What you accept or reject is remembered.', missingNone: 'Nothing to learn at the moment.', newEntry: 'New entry', newPhrasing: 'New wording', wordings: 'Wordings, one per line', answer: 'Answer', category: 'Category', accept: 'Accept', reject: 'Reject', askedTimes: 'asked {} times', inConversations: 'in {} conversations', confidence: 'confidence {}', accepted: 'Accepted. Customers get the answer from now on.', rejected: 'Rejected.', evidence: 'What customers wrote', answerNeeded: 'Please write an answer.',
		complaintsHint: 'Entries that several customers found wrong or not useful.', complaintsNone: 'No open complaints.', markFixed: 'Save and mark fixed', dismiss: 'The answer is right', fixed: 'Fixed.', dismissed: 'Dismissed.', entryGone: 'This entry was deleted.', wrong: 'wrong',
		checkHint: 'Entries that should be looked at.', checkNone: 'Everything looks fine.', info: 'note', warning: 'warning', blocking: 'must be mended', findingsMore: 'The first of {} findings.',
		hotHint: 'The entries that were the answer most often.', hotNone: 'No answers have been given yet.', hits: 'Answers', usefulness: 'Useful', votes: '{} votes',
		search: 'Search', searchEntries: 'Search wordings, answers and ids', entriesTotal: '{} entries in all', entriesNone: 'No entry has that.', more: 'Show more', addEntry: 'New entry', edit2: 'Edit entry', basePlace: 'Base (empty: public)', categoryPlace: 'such as returns/cost', saveNow: 'Save', saveDraft: 'Save as draft', remove: 'Delete', removeAsk: 'Delete this entry?', close: 'Close', saved: 'Saved. Customers see it now.', savedDraft: 'Saved as a draft.', removed: 'Deleted.', drafts: 'Drafts', publish: 'Publish', withdraw: 'Discard', published: 'Published.', withdrawn: 'Discarded.', draftBlocked: 'Not published: {}', byAuthor: 'by {}', keepsMore: 'It has {} further parts, which stay.', keepsLive: 'Its answer is live; this text is shown when that fails.', keepsFacts: 'It is a row of a table: {}', keepsGuide: 'It is a guide; its steps stay.', inMarkup: 'This text is written in {}.', patternHint: 'Expressions, one per line',
		reading: 'What the bot read', readLanguage: 'Language', readIntent: 'Intent', readNovelty: 'none of them {}', readCategory: 'Category', readFlags: 'Marks', readWantsHuman: 'wants a person', readUrgency: 'urgency {} of 3', readComplex: 'complex',
		readEmotion: 'Emotion', readMood: 'Mood', readNeedsHuman: 'needs a person {}', readValues: 'Values', readKeywords: 'Keywords', readModel: 'Model',
		feels_neutral: 'neutral', feels_angry: 'angry', feels_frustrated: 'frustrated', feels_confused: 'confused', feels_anxious: 'anxious', feels_satisfied: 'satisfied',
		tone_polite: 'polite', tone_urgent: 'pressing', tone_rude: 'rude', tone_shouting: 'shouting', tone_sarcastic: 'sarcastic', tone_threat: 'threatens', tone_quoted: 'quotes',
		intent: 'wants what people do', upset: 'is dissatisfied',
	},
	zh: {
		title: '在线客服', conversation: '对话', language: 'English', languageLabel: 'Switch to English',
		fresh: '新的对话', freshAsk: '要开始新的对话吗？当前对话将不再显示。',
		hello: '您好，有什么可以帮您？', intro: '直接用您习惯的说法提问即可，中英文都可以。',
		yourMessage: '您的消息', placeholder: '请输入消息…', send: '发送', person: '转人工客服',
		connecting: '连接中…', bot: '智能助手在线', waiting: '正在等待人工客服', withPerson: '人工客服为您服务', withName: '{} 为您服务',
		you: '我', assistant: '智能助手', colleague: '人工客服', customer: '顾客',
		sending: '发送中…', unsent: '暂未发出，正在重试。', retry: '立即重试', tooLong: '消息太长，无法发送。', refused: '这条消息无法发送。', edit: '修改',
		desk: '客服工作台', list: '转人工的对话', nobody: '暂时没有等待的顾客', nobodyHint: '顾客要求人工，或机器人无法解答时，对话会出现在这里。',
		choose: '请选择一个对话', yourName: '您的称呼', back: '返回列表', release: '交还机器人', released: '该对话已由机器人接待。',
		reply: '您的回复', replyPlaceholder: '回复顾客…', isWaiting: '等待中', asked: '要求人工', unanswered: '机器人未能解答',
		unsure: '得分', failed: '操作没有成功，请再试一次。', now: '刚刚', minutes: '{} 分钟', hours: '{} 小时', days: '{} 天', offline: '重新连接中…',
		helpful: '这个回答有帮助吗？', useful: '有用', notUseful: '没用', whyNot: '哪里不对或缺少什么？（选填）', thanks: '感谢您的反馈。',
		ratedUseful: '您认为有用。', ratedNot: '您认为没用。', alsoAsked: '大家还会问', ratingFailed: '提交没有成功，请再试一次。',
		saidUseful: '有用', saidNot: '没用',
		advice: '推荐回复', adviceSearch: '搜索知识库', adviceNone: '没有合适的内容。', insert: '插入', seen: '顾客已看过', knowledge: '知识库',
		kbTitle: '知识库', toDesk: '客服工作台', sections: '栏目',
		navTry: '试问', navMissing: '顾客问不到的', navComplaints: '投诉', navCheck: '检查', navHot: '热门问题', navEntries: '条目',
		loading: '加载中…', loadFailed: '加载没有成功。', tryAgain: '重试', because: '操作没有成功：{}', noConnection: '没有连接，请再试一次。', changedMeanwhile: '其他人刚刚修改过，请重新打开。', gone: '内容已不存在。',
		tryHint: '像顾客一样提问，看看答案是怎样找到的。', question: '问题', ask: '提问', languageOf: '语言', anyLanguage: '不限', english: '英文', chinese: '中文', whyNotEntry: '为什么不是这个条目？（填编号，选填）',
		decisionDirect: '机器人直接回答', decisionSuggest: '机器人给出几个问题供选择', decisionNone: '机器人没有答案', thresholds: '达到 {} 直接回答', thresholdSuggest: '达到 {} 供选择', thresholdMargin: '须领先第二名 {}', noHits: '没有匹配的条目。',
		rank: '名次', entry: '条目', score: '得分', mode: '匹配方式', matched: '匹配的说法', doubts: '疑点', obstacle: '未入选原因', wordsShared: '共同的词', covered: '覆盖', coveredOf: '说法的 {}', askedOf: '问题的 {}',
		smart: '语义', exact: '完全相同', contains: '包含', pattern: '模式',
		missingHint: '没有答案或答得不好的问题。采纳和拒绝都会记住。', missingNone: '目前没有可以学习的内容。', newEntry: '新条目', newPhrasing: '新说法', wordings: '说法，每行一个', answer: '答案', category: '分类', accept: '采纳', reject: '拒绝', askedTimes: '问过 {} 次', inConversations: '来自 {} 个对话', confidence: '把握 {}', accepted: '已采纳，顾客现在就能得到答案。', rejected: '已拒绝。', evidence: '顾客的原话', answerNeeded: '请填写答案。',
		complaintsHint: '多位顾客认为有错或没用的条目。', complaintsNone: '没有待处理的投诉。', markFixed: '保存并标为已修正', dismiss: '答案没有问题', fixed: '已修正。', dismissed: '已关闭。', entryGone: '该条目已删除。', wrong: '有错',
		checkHint: '需要看一看的条目。', checkNone: '一切正常。', info: '提示', warning: '警告', blocking: '必须修改', findingsMore: '共 {} 项，先列出一部分。',
		hotHint: '给出次数最多的答案。', hotNone: '还没有给出过答案。', hits: '回答次数', usefulness: '有用', votes: '{} 票',
		search: '搜索', searchEntries: '搜索说法、答案和编号', entriesTotal: '共 {} 个条目', entriesNone: '没有找到条目。', more: '显示更多', addEntry: '新建条目', edit2: '编辑条目', basePlace: '独立知识库（留空为公共）', categoryPlace: '例如 returns/cost', saveNow: '保存', saveDraft: '存为草稿', remove: '删除', removeAsk: '要删除这个条目吗？', close: '关闭', saved: '已保存，顾客现在就能看到。', savedDraft: '已存为草稿。', removed: '已删除。', drafts: '草稿', publish: '发布', withdraw: '丢弃', published: '已发布。', withdrawn: '已丢弃。', draftBlocked: '未发布：{}', byAuthor: '作者：{}', keepsMore: '另有 {} 个部分，保持不变。', keepsLive: '这是实时答案；查询失败时显示此文字。', keepsFacts: '这是表格中的一行：{}', keepsGuide: '这是一个向导，步骤保持不变。', inMarkup: '文字格式：{}', patternHint: '表达式，每行一个',
		reading: '机器人的理解', readLanguage: '语言', readIntent: '意图', readNovelty: '都不是 {}', readCategory: '分类', readFlags: '标记', readWantsHuman: '要找人工', readUrgency: '紧急程度 {}/3', readComplex: '复杂',
		readEmotion: '情绪', readMood: '整体情绪', readNeedsHuman: '需要人工 {}', readValues: '信息', readKeywords: '关键词', readModel: '模型',
		feels_neutral: '平静', feels_angry: '愤怒', feels_frustrated: '不满', feels_confused: '困惑', feels_anxious: '焦虑', feels_satisfied: '满意',
		tone_polite: '礼貌', tone_urgent: '催促', tone_rude: '辱骂', tone_shouting: '大声', tone_sarcastic: '讽刺', tone_threat: '扬言', tone_quoted: '转述',
		intent: '需要人工办理', upset: '顾客不满意',
	},
};

let lang = remembered('lang') in words ? remembered('lang') : navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en';

// remembered and remember use the storage of the browser where there is one.
export function remembered(key) {
	try { return localStorage.getItem('kefu.' + key) ?? ''; } catch { return ''; }
}
export function remember(key, value) {
	try { localStorage.setItem('kefu.' + key, value); } catch { /* private mode: it lasts as long as the page */ }
}

export function language() { return lang; }
export function locale() { return lang === 'zh' ? 'zh-CN' : 'en'; }
export function t(key, value = '') { return words[lang][key].replace('{}', () => value); }

// translate puts the words into what is marked with data-t attributes; data-t-value
// goes into their place for a value.
export function translate(root = document) {
	document.documentElement.lang = locale();
	for (const e of root.querySelectorAll('[data-t]')) e.textContent = t(e.dataset.t, e.dataset.tValue);
	for (const e of root.querySelectorAll('[data-t-label]')) { e.setAttribute('aria-label', t(e.dataset.tLabel)); if (e.tagName === 'BUTTON') e.title = t(e.dataset.tLabel); }
	for (const e of root.querySelectorAll('[data-t-placeholder]')) e.placeholder = t(e.dataset.tPlaceholder);
}

// languageSwitch makes a button change the language.
export function languageSwitch(button, changed) {
	const show = () => {
		translate();
		button.textContent = t('language');
		button.setAttribute('aria-label', t('languageLabel'));
		button.lang = lang === 'zh' ? 'en' : 'zh-CN';
		changed();
	};
	button.addEventListener('click', () => { lang = lang === 'zh' ? 'en' : 'zh'; remember('lang', lang); show(); });
	show();
}
