// The page of the people who take over from the bot.

import { element, follow, lineElement, newID, onEnter, post, speaker } from './lines.js';
import { Advice } from './advice.js';
import { debugURL, readingElement } from './reading.js';
import { languageSwitch, remember, remembered, t } from './words.js';

const $ = (id) => document.getElementById(id);
const scroll = $('scroll'), log = $('log'), text = $('text'), name = $('name');

const advice = new Advice((words) => {
	text.value = text.value.trim() ? `${text.value.trimEnd()}\n${words}` : words;
	text.focus();
	text.setSelectionRange(text.value.length, text.value.length);
});

let cases = [], current = '', owner = 'agent', turns = [], stop = () => {};
let draft = null; // a reply under way: the same words keep their id until they have arrived

// --- the list -------------------------------------------------------------------

let loading = false, again = false;
async function load() {
	if (loading) { again = true; return; }
	loading = true;
	do {
		again = false;
		try {
			cases = await (await fetch('/agent/api/cases')).json();
			showCases();
		} catch { /* the stream says so, and calls again */ }
	} while (again);
	loading = false;
}

function ago(at) {
	const minutes = Math.floor((Date.now() - new Date(at)) / 60000);
	if (minutes < 1) return t('now');
	if (minutes < 60) return t('minutes', minutes);
	return minutes < 48 * 60 ? t('hours', Math.floor(minutes / 60)) : t('days', Math.floor(minutes / 1440));
}

function showCases() {
	const focused = document.activeElement?.dataset?.id;
	$('count').textContent = cases.length ? cases.length : '';
	$('nobody').hidden = cases.length > 0;
	$('cases').replaceChildren(...cases.map((c) => {
		const button = element('button', 'case');
		button.type = 'button';
		button.dataset.id = c.conversation;
		if (c.conversation === current) button.setAttribute('aria-current', 'true');
		const small = element('small');
		small.append(element('span', c.taken ? 'badge' : 'badge waiting', c.taken ? c.agent || t('colleague') : t('isWaiting')), ago(c.since));
		button.append(element('strong', '', c.question || '—'), small);
		button.addEventListener('click', () => { location.hash = c.conversation; });
		const item = element('li');
		item.append(button);
		return item;
	}));
	if (focused) [...document.querySelectorAll('.case')].find((b) => b.dataset.id === focused)?.focus();
	showHead();
}

// --- one conversation -------------------------------------------------------------

function open(id) {
	stop();
	current = id;
	turns = [];
	log.replaceChildren();
	$('problem').textContent = '';
	document.body.dataset.view = id ? 'conversation' : 'list';
	showCases();
	advice.open(id);
	if (!id) return;
	log.setAttribute('aria-live', 'off'); // what is there already is not news
	stop = follow(debugURL(`/agent/api/conversations/${encodeURIComponent(id)}/events`), {
		onTurn: (turn) => {
			if (turns.some((other) => other.version === turn.version)) return;
			turns.push(turn);
			owner = turn.owner;
			log.append(...turnElements(turn));
			scroll.scrollTop = scroll.scrollHeight;
			showHead();
			advice.refresh();
		},
		onState: (state) => { if (state === 'ready') log.setAttribute('aria-live', 'polite'); },
	});
}

function turnElements(turn) {
	return [turn.message, turn.reply].filter(Boolean).map((line) => {
		const e = lineElement(line, 'agent');
		const meta = e.querySelector('.meta');
		meta.prepend(speaker(line, 'agent') + ' · ');
		if (line.source) meta.append(` · ${line.source} · ${t('unsure')} ${line.score.toFixed(2)}`);
		if (line.reading) e.append(readingElement(line.reading));
		if (line.rated) meta.append(` · ${t(line.rated === 'useful' ? 'saidUseful' : 'saidNot')}`);
		if (line.choices?.length) {
			const list = element('p', 'soft', line.choices.map((c, i) => `${i + 1}. ${c.label}`).join('\n'));
			e.querySelector('.bubble').append('\n', list);
		}
		return e;
	});
}

function showHead() {
	const c = cases.find((c) => c.conversation === current);
	const released = current && turns.length > 0 && owner !== 'agent';
	$('subject').textContent = c?.question || t('conversation');
	$('reason').textContent = released ? t('released') : c ? t(c.reason) : '';
	$('release').disabled = released;
	text.disabled = $('form').querySelector('button').disabled = released;
	advice.enable(!released);
}

// act posts for the open conversation and says so when it fails.
async function act(what, body) {
	$('problem').textContent = '';
	try {
		const response = await post(`/agent/api/conversations/${encodeURIComponent(current)}/${what}`, body);
		if (response.ok) return true;
	} catch { /* the same as a refusal to whoever reads it */ }
	$('problem').textContent = t('failed');
	return false;
}

// --- the controls ---------------------------------------------------------------

let busy = false;
async function once(action) {
	if (busy) return;
	busy = true;
	try { await action(); } finally { busy = false; }
}

$('form').addEventListener('submit', (e) => {
	e.preventDefault();
	once(async () => {
		const words = text.value.trim();
		if (!words) return;
		if (draft?.text !== words || draft.conversation !== current) draft = { id: newID(), text: words, conversation: current };
		if (!await act('reply', { id: draft.id, text: words, agent: name.value.trim() })) return;
		draft = null;
		text.value = '';
		text.focus();
	});
});
onEnter(text, $('form'));
$('release').addEventListener('click', () => once(async () => {
	if (await act('release', { id: newID() })) location.hash = '';
}));
$('back').addEventListener('click', () => { location.hash = ''; });
name.value = remembered('agent');
name.addEventListener('change', () => remember('agent', name.value.trim()));
addEventListener('hashchange', () => open(location.hash.slice(1)));

languageSwitch($('language'), () => {
	document.title = t('desk');
	log.replaceChildren(...turns.flatMap(turnElements));
	showCases();
	advice.show();
});
follow('/agent/api/events', {
	onTurn: () => {},
	onState: (state) => { $('state').textContent = state === 'connecting' ? t('offline') : ''; if (state === 'changed') load(); },
});
setInterval(showCases, 30000); // the waiting times
open(location.hash.slice(1));
