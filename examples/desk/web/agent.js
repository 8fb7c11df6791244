// The page of the people who take over from the bot.

import { element, follow, lineElement, newID, onEnter, speaker } from './lines.js';
import { Advice } from './advice.js';
import { CaseWork } from './casework.js';
import { debugURL, happeningsElement, readingElement } from './reading.js';
import { HandoffRecord, reason } from './record.js';
import { Me, get, post, stillSignedIn } from './session.js';
import { languageSwitch, t } from './words.js';

const $ = (id) => document.getElementById(id);
const scroll = $('scroll'), log = $('log'), text = $('text');
const me = new Me($('me'), () => {
	$('team').hidden = $('numbers').hidden = !me.supervisor;
	log.replaceChildren(...turns.flatMap(turnElements));
	showHead();
});

const advice = new Advice((words) => {
	text.value = text.value.trim() ? `${text.value.trimEnd()}\n${words}` : words;
	keepDraft();
	text.focus();
	text.setSelectionRange(text.value.length, text.value.length);
});

const record = new HandoffRecord();
const casework = new CaseWork();

let board = { work: [], colleagues: [], queues: [], waiting: 0, presence: 'offline' }, ahead = 0; // of the server's clock
let current = '', turns = [], stop = () => {}, following = false;
let draft = null; // a reply under way: the same words keep their id until they have arrived

// --- the list -------------------------------------------------------------------

let loading = false, again = false;
const seen = new Set(); // what was here before
async function load() {
	if (loading) { again = true; return; }
	loading = true;
	do {
		again = false;
		try {
			board = await (await get('/agent/api/board')).json();
			ahead = Date.now() - new Date(board.now);
			const mine = me.supervisor || workOf(current);
			if (current && mine && !following) open(current);
			else if (!mine) { stop(); following = false; }
			showBoard();
			// What is new opens by itself, unless something else is open.
			const fresh = board.work.find((w) => (w.state === 'offered' || seen.size) && !seen.has(`${w.item}/${w.epoch}`));
			for (const id of ['first', ...board.work.map((w) => `${w.item}/${w.epoch}`)]) seen.add(id);
			if (fresh && !current) location.hash = fresh.conversation;
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

const workOf = (id) => board.work.find((w) => w.conversation === id);
const left = (w) => Math.max(0, Math.ceil((new Date(w.due) - Date.now() + ahead) / 1000));
const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;

function showBoard() {
	const focused = document.activeElement?.dataset?.id, offers = board.work.filter((w) => w.state === 'offered');
	$('count').textContent = board.work.length || '';
	$('waitingCount').textContent = board.waiting ? `· ${t('othersWait', board.waiting)}` : '';
	$('nobody').hidden = board.work.length > 0;
	$('cases').replaceChildren(...board.work.map((w) => {
		const button = element('button', `case ${w.state}`);
		button.type = 'button';
		button.dataset.id = w.conversation;
		if (w.conversation === current) button.setAttribute('aria-current', 'true');
		const small = element('small');
		const badge = element('span', w.state === 'active' ? 'badge' : 'badge waiting', t('is_' + w.state));
		const due = w.due && element('span', 'due');
		if (due) due.dataset.item = w.item;
		small.append(badge, ...(due ? [due] : []), element('span', '', ago(w.since)));
		if (w.priority) small.prepend(element('span', 'badge urgent', `${t('priority')} ${w.priority}`));
		button.append(element('strong', '', w.question || reason(w.reason)), small);
		button.addEventListener('click', () => { location.hash = w.conversation; });
		const item = element('li');
		item.append(button);
		return item;
	}));
	if (focused) [...document.querySelectorAll('.case')].find((b) => b.dataset.id === focused)?.focus();
	for (const b of $('presence').children) b.setAttribute('aria-pressed', String(b.value === board.presence));
	$('presenceNote').textContent = { lease: t('wentLease'), 'missed offers': t('wentMissed') }[board.note] ?? (board.presence === 'offline' && board.waiting ? t('goOnline') : '');
	document.title = (offers.length ? `(${offers.length}) ` : '') + t('desk');
	showHead();
}

// countdown shows how long offers and wrap-ups last.
function countdown() {
	for (const e of document.querySelectorAll('.due')) {
		const w = board.work.find((one) => one.item === e.dataset.item);
		if (w) e.textContent = clock(left(w));
	}
	const w = workOf(current);
	$('accept').textContent = w?.state === 'offered' ? `${t('takeIt')} · ${clock(left(w))}` : '';
	$('ready').textContent = w?.state === 'wrapping' ? `${t('ready')} · ${clock(left(w))}` : '';
}

// What is being written stays with its conversation, and outlives signing in anew.
function keepDraft() {
	try { sessionStorage.setItem('draft.' + current, text.value); } catch { /* private mode: it lasts as long as the page */ }
}
function draftOf(id) {
	try { return sessionStorage.getItem('draft.' + id) ?? ''; } catch { return ''; }
}

// --- one conversation -------------------------------------------------------------

function open(id) {
	stop();
	current = id;
	text.value = draftOf(id);
	turns = [];
	log.replaceChildren();
	$('problem').textContent = '';
	document.body.dataset.view = id ? 'conversation' : 'list';
	closePanel();
	showBoard();
	advice.open(id);
	record.open(id);
	casework.open(id);
	following = Boolean(id);
	if (!id) return;
	log.setAttribute('aria-live', 'off'); // what is there already is not news
	stop = follow(debugURL(`/agent/api/conversations/${encodeURIComponent(id)}/events`), {
		onTurn: (turn) => {
			if (turns.some((other) => other.version === turn.version)) return;
			turns.push(turn);
			log.append(...turnElements(turn));
			scroll.scrollTop = scroll.scrollHeight;
			showHead();
			advice.refresh();
			if (turn.events?.some((e) => e.type.startsWith('handoff_'))) record.refresh();
		},
		onState: (state) => { if (state === 'ready') log.setAttribute('aria-live', 'polite'); },
		onClosed: stillSignedIn,
	});
}

function turnElements(turn) {
	const panel = happeningsElement(turn.events);
	return [...[turn.message, turn.reply].filter(Boolean).map((line) => {
		const own = line.agent && line.agent !== me.name ? '' : 'agent'; // a colleague's words are not one's own
		const e = lineElement(line, own);
		const meta = e.querySelector('.meta');
		if (own || line.from !== 'agent') meta.prepend(speaker(line, own) + ' · ');
		if (line.source) meta.append(` · ${line.source} · ${t('unsure')} ${line.score.toFixed(2)}`);
		if (line.reading) e.append(readingElement(line.reading));
		if (line.rated) meta.append(` · ${t(line.rated === 'useful' ? 'saidUseful' : 'saidNot')}`);
		if (line.choices?.length) {
			const list = element('p', 'soft', line.choices.map((c, i) => `${i + 1}. ${c.label}`).join('\n'));
			e.querySelector('.bubble').append('\n', list);
		}
		return e;
	}), ...(panel ? [panel] : [])];
}

function showHead() {
	const w = workOf(current), state = w?.state ?? '';
	$('subject').textContent = w?.question || t('conversation');
	$('reason').textContent = w ? [reason(w.reason), t('queue_' + w.queue)].join(' · ') : current ? t(me.supervisor ? 'notYours' : 'isOver') : '';
	$('accept').hidden = $('decline').hidden = state !== 'offered';
	$('transfer').hidden = $('finish').hidden = state !== 'active';
	$('ready').hidden = state !== 'wrapping';
	if (!$('panel').hidden && !{ decline: 'offered', transfer: 'active', finish: 'active' }[panel]?.includes(state)) closePanel();
	const mute = state !== 'offered' && state !== 'active';
	text.disabled = $('form').querySelector('button').disabled = mute;
	advice.enable(!mute);
	casework.enable(Boolean(state));
	countdown();
}

// act posts and says so when it fails.
async function act(url, body) {
	$('problem').textContent = '';
	let why = 'failed';
	try {
		const response = await post(url, body);
		if (response.ok) return true;
		if (response.status === 409) why = { room: 'noRoom', state: 'notNow', late: 'tooLate' }[(await response.json()).code] ?? why;
	} catch { /* the same as a refusal to whoever reads it */ }
	$('problem').textContent = t(why);
	load();
	return false;
}

// does carries out what an agent decides about the open conversation.
function does(what, more = {}) {
	const w = workOf(current);
	return w ? act(`/agent/api/work/${what}`, { item: w.item, epoch: w.epoch, ...more }) : false;
}

// --- the panel: reasons, colleagues, outcomes -----------------------------------------

let panel = '';
function closePanel() { $('panel').hidden = true; panel = ''; }

function openPanel(kind) {
	if (panel === kind) return closePanel();
	panel = kind;
	const option = (value, words, off) => { const o = element('option', '', words); o.value = value; o.disabled = Boolean(off); return o; };
	$('panelLabel').textContent = t({ decline: 'whyDecline', transfer: 'transferTo', finish: 'outcome' }[kind]);
	$('panelGo').textContent = t(kind);
	$('panelNote').parentElement.hidden = kind === 'finish';
	$('panelNote').value = '';
	const here = workOf(current)?.queue;
	$('panelChoice').replaceChildren(...{
		decline: () => ['busy', 'notMine', 'pause', 'other'].map((r) => option(r, t('decline_' + r))),
		transfer: () => [
			...board.colleagues.filter((c) => c.presence === 'online').map((c) => option('agent/' + c.name, c.name + (c.room ? '' : ` · ${t('full')}`), !c.room)),
			...board.queues.map((q) => option('queue/' + q, `${t('queue')}: ${t('queue_' + q)}${q === here ? ` · ${t('somebodyElse')}` : ''}`)),
		],
		finish: () => ['resolved', 'unresolved', 'left'].map((o) => option(o, t('outcome_' + o))),
	}[kind]());
	$('panel').hidden = false;
	$('panelChoice').focus();
}

$('panel').addEventListener('submit', (e) => {
	e.preventDefault();
	once(async () => {
		const choice = $('panelChoice').value, note = $('panelNote').value.trim(), kind = panel;
		if (!choice) return;
		const [to, ...name] = choice.split('/');
		const body = {
			decline: () => ({ reason: note ? `${choice}: ${note}` : choice }),
			transfer: () => ({ [to]: name.join('/'), reason: note }),
			finish: () => ({ outcome: choice }),
		}[kind]();
		if (!await does(kind, body)) return;
		closePanel();
		if (kind !== 'finish') location.hash = '';
	});
});
$('panelClose').addEventListener('click', closePanel);

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
		if (!await act(`/agent/api/conversations/${encodeURIComponent(current)}/reply`, { id: draft.id, text: words })) return;
		draft = null;
		text.value = '';
		keepDraft();
		text.focus();
	});
});
onEnter(text, $('form'));
text.addEventListener('input', keepDraft);
$('accept').addEventListener('click', () => once(() => does('accept')));
for (const kind of ['decline', 'transfer', 'finish']) $(kind).addEventListener('click', () => openPanel(kind));
$('ready').addEventListener('click', () => once(async () => { if (await does('ready')) location.hash = ''; }));
$('presence').addEventListener('click', (e) => {
	const to = e.target.closest('button')?.value;
	if (to) once(async () => { await act('/agent/api/presence', { presence: to }); load(); });
});
$('back').addEventListener('click', () => { location.hash = ''; });
addEventListener('hashchange', () => open(location.hash.slice(1)));

languageSwitch($('language'), () => {
	log.replaceChildren(...turns.flatMap(turnElements));
	closePanel();
	showBoard();
	advice.show();
	record.show();
	casework.show();
	me.show();
});
follow('/agent/api/events', {
	onTurn: () => {},
	onClosed: stillSignedIn,
	onState: (state) => { $('state').textContent = state === 'connecting' ? t('offline') : ''; if (state === 'changed') { load(); casework.refresh(); } },
});
setInterval(showBoard, 30000); // the waiting times
setInterval(countdown, 500);
open(location.hash.slice(1));
