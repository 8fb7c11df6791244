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

// translate puts the words into what is marked with data-t attributes.
export function translate(root = document) {
	document.documentElement.lang = locale();
	for (const e of root.querySelectorAll('[data-t]')) e.textContent = t(e.dataset.t);
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
