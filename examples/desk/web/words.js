// The words of the pages, and which language they are in.

import { caseWords } from './casewords.js';
import { numberWords } from './numberwords.js';

const words = {
	en: {
		title: 'Customer service', conversation: 'Conversation', language: '中文', languageLabel: '切换到中文',
		fresh: 'New conversation', freshAsk: 'Start a new conversation? This one will no longer be shown here.',
		hello: 'Hello! How can we help?', intro: 'Ask in your own words, in English or Chinese.',
		yourMessage: 'Your message', placeholder: 'Write a message…', send: 'Send', person: 'Talk to a person',
		connecting: 'Connecting…', bot: 'Assistant online', waiting: 'Waiting for a colleague', withPerson: 'A colleague is here', withName: '{} is here',
		you: 'You', assistant: 'Assistant', colleague: 'Colleague', customer: 'Customer',
		sending: 'Sending…', unsent: 'Not sent yet, trying again.', retry: 'Try now', tooLong: 'Too long to send.', refused: 'This could not be sent.', edit: 'Edit',
		desk: 'Agent desk', list: 'Your customers', nobody: 'Nobody is with you', nobodyHint: 'While you are online, customers come here one after the other: accept within the time that is shown, or decline.',
		choose: 'Choose a conversation', back: 'Back to the list',
		reply: 'Your reply', replyPlaceholder: 'Reply to the customer…',
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
		search: 'Search', searchEntries: 'Search wordings, answers and ids', entriesTotal: '{} entries in all', entriesNone: 'No entry has that.', more: 'Show more', addEntry: 'New entry', edit2: 'Edit entry', basePlace: 'Base (empty: public)', categoryPlace: 'such as returns/cost', saveNow: 'Save', saveDraft: 'Save as draft', remove: 'Delete', removeAsk: 'Delete this entry?', cancel: 'Cancel', close: 'Close', saved: 'Saved. Customers see it now.', savedDraft: 'Saved as a draft.', removed: 'Deleted.', drafts: 'Drafts', publish: 'Publish', withdraw: 'Discard', published: 'Published.', withdrawn: 'Discarded.', draftBlocked: 'Not published: {}', byAuthor: 'by {}', keepsMore: 'It has {} further parts, which stay.', keepsLive: 'Its answer is live; this text is shown when that fails.', keepsFacts: 'It is a row of a table: {}', keepsGuide: 'It is a guide; its steps stay.', inMarkup: 'This text is written in {}.', patternHint: 'Expressions, one per line',
		reading: 'What the bot read', readLanguage: 'Language', readIntent: 'Intent', readNovelty: 'none of them {}', readCategory: 'Category', readFlags: 'Marks', readWantsHuman: 'wants a person', readUrgency: 'urgency {} of 3', readComplex: 'complex',
		readEmotion: 'Emotion', readMood: 'Mood', readNeedsHuman: 'needs a person {}', readValues: 'Values', readKeywords: 'Keywords', readModel: 'Model',
		feels_neutral: 'neutral', feels_angry: 'angry', feels_frustrated: 'frustrated', feels_confused: 'confused', feels_anxious: 'anxious', feels_satisfied: 'satisfied',
		tone_polite: 'polite', tone_urgent: 'pressing', tone_rude: 'rude', tone_shouting: 'shouting', tone_sarcastic: 'sarcastic', tone_threat: 'threatens', tone_quoted: 'quotes',
		reason_asked: 'asked for a person', reason_unanswered: 'not answered by the bot', reason_intent: 'wants what people do', reason_upset: 'is dissatisfied', reason_escalated: 'needs a person', reason_unresolved: 'came back unsatisfied', reason_category: 'rule of the category', reason_action: 'the task calls for it', reason_action_failed: 'a task failed', reason_slot_exhausted: 'could not tell what was asked', reason_guide: 'the guide led here',
		code_wish: 'asks for a person', code_score: 'mood and failures together', code_feeling: 'feeling', code_displeasure: 'displeasure', code_intensity: 'strong words', code_worst: 'was very upset', code_fall: 'getting worse', code_needs_human: 'needs a person', code_doubt: 'no sure answer', code_failures: 'answers failed', code_unresolved: 'came back', code_repeats: 'asked again', code_urgency: 'urgent', code_turns: 'long conversation', code_topic: 'sensitive topic', code_category: 'category', code_intent: 'what is wanted', code_tier: 'valued customer', code_unhelped: 'kind words did not help',
		place: 'no. {} in the queue', served: 'Assistant helps meanwhile', collected: 'What I have noted', change: 'Change: {}', changeTo: 'Change the {} to ', happened: 'What happened',
		record: 'Hand-off', why: 'Why', priority: 'Priority', priorityNormal: 'normal', skills: 'Skills', summary: 'Summary', mood: 'Mood', collectedBy: 'Collected', before: 'Earlier conversations', takeIt: 'Take it', recordNone: 'No record.',
		signInTitle: 'Agent sign-in', name: 'Name', password: 'Password', signIn: 'Sign in', signOut: 'Sign out', toChat: 'To the chat', role_agent: 'agent', role_supervisor: 'supervisor',
		signInHint: 'Names and passwords were printed in the terminal when the desk was started for the first time. Whoever runs it can print a new one:', wrongPassword: 'The name or the password is wrong.', tooMany: 'Too many attempts. Please wait {} seconds.', noConnectionYet: 'There is no connection. Try again.',
		changePassword: 'Change password', passwordShort: 'Password', oldPassword: 'Present password', newPassword: 'New password', repeatPassword: 'New password again', savePassword: 'Change', passwordHint: 'At least 12 characters; several words are easy to remember. Other browsers where you are signed in are signed out.', notRepeated: 'The new passwords differ.', oldWrong: 'The present password is wrong.', passwordBad: 'The new password is too short, or is your name.', passwordChanged: 'Your password is changed.',
		presence: 'Do you take customers?', online: 'Online', away: 'Away', offline_: 'Offline', team: 'Team', othersWait: '{} waiting', is_offered: 'for you', is_active: 'with you', is_wrapping: 'writing up', is_waiting: 'waiting', has_offered: 'asked', has_active: 'talking', has_wrapping: 'writing up',
		wentLease: 'You went offline because this page had no connection.', wentMissed: 'You are away because you let offers pass.', goOnline: 'Customers are waiting. Go online to take them.',
		decline: 'Decline', transfer: 'Hand on', finish: 'Finish', ready: 'Ready for the next', note: 'Note (optional)', whyDecline: 'Why not?', transferTo: 'To whom?', outcome: 'How did it end? The assistant takes over again.', full: 'has no room', queue: 'Queue', somebodyElse: 'somebody else', handedOn: 'Handed on by',
		decline_busy: 'I am busy', decline_notMine: 'Not my field', decline_pause: 'I need a break', decline_other: 'Another reason', outcome_resolved: 'Solved', outcome_unresolved: 'Not solved', outcome_left: 'The customer left',
		queue_help: 'help', queue_complaints: 'complaints', noRoom: 'Your colleague has no room for it.', notNow: 'This is not possible now.', tooLate: 'Too late: somebody else has it, or the time was over.', notYours: 'You look on; it is not yours.', isOver: 'This conversation is not with you any more.',
		asking: 'We are asking a colleague', about: 'about {} min',
		teamTitle: 'Team', agents: 'Agents', waitingWork: 'Waiting and in hand', noWork: 'Nobody waits, and nobody is being served.', load: 'Load', missed: 'Missed', waits: 'Waits', assign: 'Assign', assigned: 'Assigned to {}.', available: '{} could take somebody', longest: 'longest wait {}', estimate: 'about {} for the next one', declinedBy: 'declined by {}', look: 'Look',
	},
	zh: {
		title: '在线客服', conversation: '对话', language: 'English', languageLabel: 'Switch to English',
		fresh: '新的对话', freshAsk: '要开始新的对话吗？当前对话将不再显示。',
		hello: '您好，有什么可以帮您？', intro: '直接用您习惯的说法提问即可，中英文都可以。',
		yourMessage: '您的消息', placeholder: '请输入消息…', send: '发送', person: '转人工客服',
		connecting: '连接中…', bot: '智能助手在线', waiting: '正在等待人工客服', withPerson: '人工客服为您服务', withName: '{} 为您服务',
		you: '我', assistant: '智能助手', colleague: '人工客服', customer: '顾客',
		sending: '发送中…', unsent: '暂未发出，正在重试。', retry: '立即重试', tooLong: '消息太长，无法发送。', refused: '这条消息无法发送。', edit: '修改',
		desk: '客服工作台', list: '我的顾客', nobody: '暂时没有顾客', nobodyHint: '在线时，顾客会依次分配给您：请在倒计时内接受，或拒绝。',
		choose: '请选择一个对话', back: '返回列表',
		reply: '您的回复', replyPlaceholder: '回复顾客…',
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
		search: '搜索', searchEntries: '搜索说法、答案和编号', entriesTotal: '共 {} 个条目', entriesNone: '没有找到条目。', more: '显示更多', addEntry: '新建条目', edit2: '编辑条目', basePlace: '独立知识库（留空为公共）', categoryPlace: '例如 returns/cost', saveNow: '保存', saveDraft: '存为草稿', remove: '删除', removeAsk: '要删除这个条目吗？', cancel: '取消', close: '关闭', saved: '已保存，顾客现在就能看到。', savedDraft: '已存为草稿。', removed: '已删除。', drafts: '草稿', publish: '发布', withdraw: '丢弃', published: '已发布。', withdrawn: '已丢弃。', draftBlocked: '未发布：{}', byAuthor: '作者：{}', keepsMore: '另有 {} 个部分，保持不变。', keepsLive: '这是实时答案；查询失败时显示此文字。', keepsFacts: '这是表格中的一行：{}', keepsGuide: '这是一个向导，步骤保持不变。', inMarkup: '文字格式：{}', patternHint: '表达式，每行一个',
		reading: '机器人的理解', readLanguage: '语言', readIntent: '意图', readNovelty: '都不是 {}', readCategory: '分类', readFlags: '标记', readWantsHuman: '要找人工', readUrgency: '紧急程度 {}/3', readComplex: '复杂',
		readEmotion: '情绪', readMood: '整体情绪', readNeedsHuman: '需要人工 {}', readValues: '信息', readKeywords: '关键词', readModel: '模型',
		feels_neutral: '平静', feels_angry: '愤怒', feels_frustrated: '不满', feels_confused: '困惑', feels_anxious: '焦虑', feels_satisfied: '满意',
		tone_polite: '礼貌', tone_urgent: '催促', tone_rude: '辱骂', tone_shouting: '大声', tone_sarcastic: '讽刺', tone_threat: '扬言', tone_quoted: '转述',
		reason_asked: '要求人工', reason_unanswered: '机器人未能解答', reason_intent: '需要人工办理', reason_upset: '顾客不满意', reason_escalated: '需要人工介入', reason_unresolved: '多次追问未解决', reason_category: '分类规则', reason_action: '业务流程转接', reason_action_failed: '办理失败', reason_slot_exhausted: '信息未能填写', reason_guide: '向导转接',
		code_wish: '要求人工', code_score: '情绪与失败综合', code_feeling: '情绪', code_displeasure: '不满', code_intensity: '言辞激烈', code_worst: '曾非常不满', code_fall: '情绪变差', code_needs_human: '需要人工', code_doubt: '没有把握的答案', code_failures: '多次未答上', code_unresolved: '反复追问', code_repeats: '重复提问', code_urgency: '紧急', code_turns: '对话较长', code_topic: '敏感话题', code_category: '分类', code_intent: '意图', code_tier: '重要客户', code_unhelped: '安抚无效',
		place: '排在第 {} 位', served: '排队中，助手继续为您服务', collected: '已记录的信息', change: '修改：{}', changeTo: '把{}改成', happened: '本轮事件',
		record: '转接记录', why: '原因', priority: '优先级', priorityNormal: '普通', skills: '技能', summary: '摘要', mood: '情绪走势', collectedBy: '已收集', before: '历史对话', takeIt: '接待', recordNone: '没有记录。',
		signInTitle: '登录客服工作台', name: '姓名', password: '密码', signIn: '登录', signOut: '退出', toChat: '返回客服对话', role_agent: '客服', role_supervisor: '主管',
		signInHint: '首次启动时，终端里会显示姓名和密码。忘记密码时，可由管理员重新生成：', wrongPassword: '姓名或密码不正确。', tooMany: '尝试次数过多，请等待 {} 秒。', noConnectionYet: '没有连接，请再试一次。',
		changePassword: '修改密码', passwordShort: '密码', oldPassword: '当前密码', newPassword: '新密码', repeatPassword: '再次输入新密码', savePassword: '修改', passwordHint: '至少 12 个字符，几个词连在一起更好记。其他浏览器上的登录会失效。', notRepeated: '两次输入的新密码不一致。', oldWrong: '当前密码不正确。', passwordBad: '新密码太短，或与姓名相同。', passwordChanged: '密码已修改。',
		presence: '您是否接待顾客？', online: '在线', away: '离开', offline_: '离线', team: '团队', othersWait: '{} 人等待', is_offered: '待接受', is_active: '接待中', is_wrapping: '话后处理', is_waiting: '等待中', has_offered: '待接受', has_active: '接待中', has_wrapping: '话后处理',
		wentLease: '页面失去连接，您已离线。', wentMissed: '您多次未接受，已设为离开。', goOnline: '有顾客在等待，请上线接待。',
		decline: '拒绝', transfer: '转交', finish: '结束', ready: '处理完毕', note: '备注（选填）', whyDecline: '拒绝原因', transferTo: '转交给', outcome: '处理结果（之后由智能助手接待）', full: '已满', queue: '队列', somebodyElse: '由他人接待', handedOn: '转交自',
		decline_busy: '我正忙', decline_notMine: '不属于我的业务', decline_pause: '需要休息', decline_other: '其他原因', outcome_resolved: '已解决', outcome_unresolved: '未解决', outcome_left: '顾客已离开',
		queue_help: '咨询', queue_complaints: '投诉', noRoom: '该同事已满，无法接待。', notNow: '现在无法这样操作。', tooLate: '已由他人接待，或已超时。', notYours: '您正在旁观，该对话由他人接待。', isOver: '该对话已不由您接待。',
		asking: '正在联系人工客服', about: '约 {} 分钟',
		teamTitle: '团队', agents: '客服', waitingWork: '等待与接待中', noWork: '没有等待或接待中的顾客。', load: '负荷', missed: '未接', waits: '等待', assign: '指派', assigned: '已指派给{}。', available: '{} 人可接待', longest: '最长等待 {}', estimate: '预计等待 {}', declinedBy: '{} 已拒绝', look: '查看',
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

for (const l of Object.keys(words)) Object.assign(words[l], caseWords[l], numberWords[l]);

export function language() { return lang; }
export function locale() { return lang === 'zh' ? 'zh-CN' : 'en'; }
export function t(key, value = '') { return words[lang][key].replace('{}', () => value); }

// has says whether the pages have words for something.
export function has(key) { return key in words[lang]; }

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
