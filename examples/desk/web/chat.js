// The customer's page.

import { element, follow, lineElement, newID, onEnter, post, speaker } from './lines.js';
import { Outbox } from './outbox.js';
import { debugURL, happeningsElement, readingElement } from './reading.js';
import { handoffOf, taskOf, TaskStrip } from './state.js';
import { thumbs } from './thumbs.js';
import { language, languageSwitch, t } from './words.js';

const $ = (id) => document.getElementById(id);
const scroll = $('scroll'), log = $('log'), pending = $('pending'), text = $('text');

let turns = new Map(); // by version
let connected = false, place = {}, stop = () => {};

const outbox = new Outbox(showPending, arrived);
const strip = new TaskStrip($('task'), (words) => {
	text.value = words;
	text.focus();
	text.setSelectionRange(words.length, words.length);
});

// --- what was said ------------------------------------------------------------

// arrived shows a turn, whether the answer to a message or the event stream
// brings it first.
function arrived(turn) {
	if (turns.has(turn.version)) return;
	const live = connected;
	turns.set(turn.version, turn);
	if (turn.message) outbox.remove(turn.message.id);
	const follows = near();
	const block = turnElement(turn, live);
	const next = [...log.children].find((e) => Number(e.dataset.version) > turn.version);
	log.insertBefore(block, next ?? null);
	if (live && turn.reply) $('announce').textContent = `${speaker(turn.reply, 'customer')}: ${turn.reply.text}`;
	update();
	if (follows || !live) toEnd();
}

function turnElement(turn, live) {
	const block = element('div');
	block.dataset.version = turn.version;
	if (turn.message) {
		const line = lineElement(turn.message, 'customer');
		if (turn.message.reading) line.append(readingElement(turn.message.reading));
		block.append(line);
	}
	if (turn.reply) {
		const line = lineElement(turn.reply, 'customer');
		if (live) line.classList.add('new');
		if (turn.reply.choices?.length) line.querySelector('.bubble').after(choices(turn.reply.choices));
		if (turn.reply.rate) line.append(thumbs(turn.reply));
		if (turn.reply.related?.length) line.append(related(turn.reply.related));
		block.append(line);
	}
	const panel = happeningsElement(turn.events);
	if (panel) block.append(panel);
	return block;
}

function choices(list) {
	const group = element('div', list.every((c) => c.label.length <= 12) ? 'choices short' : 'choices');
	for (const c of list) {
		const button = element('button', '', c.label);
		button.type = 'button';
		button.addEventListener('click', () => { button.setAttribute('aria-pressed', 'true'); say(c.label, c.id); });
		group.append(button);
	}
	return group;
}

// related offers what people ask next.
function related(questions) {
	const group = element('div', 'related');
	group.setAttribute('role', 'group');
	const heading = element('p', '', t('alsoAsked'));
	group.setAttribute('aria-label', heading.textContent);
	const chips = element('div', 'chips');
	for (const question of questions) {
		const button = element('button', 'chip', question);
		button.type = 'button';
		button.addEventListener('click', () => say(question));
		chips.append(button);
	}
	group.append(heading, chips);
	return group;
}

function showPending() {
	const follows = near();
	pending.replaceChildren(...outbox.items.map((m) => {
		const line = lineElement({ from: 'customer', text: m.text }, 'customer');
		const meta = line.querySelector('.meta');
		meta.textContent = t(m.state);
		if (m.state === 'sending') return line;
		line.classList.add('failed');
		const button = element('button', '', t(m.state === 'unsent' ? 'retry' : 'edit'));
		button.type = 'button';
		button.addEventListener('click', () => {
			if (m.state === 'unsent') return outbox.retry();
			outbox.remove(m.id);
			text.value = m.text;
			text.focus();
		});
		meta.append(' ', button);
		return line;
	}));
	update();
	if (follows) toEnd();
}

// --- the state of things --------------------------------------------------------

// update brings everything up to date that follows from the turns.
function update() {
	const all = [...turns.values()].sort((a, b) => a.version - b.version);
	const last = all.at(-1);
	const person = last?.owner === 'agent';
	const handoff = handoffOf(all);
	const sending = outbox.items.some((m) => m.state === 'sending');
	let state = 'bot', words = t('bot');
	if (!connected) [state, words] = ['connecting', t('connecting')];
	else if (handoff?.state === 'accepted') [state, words] = ['person', handoff.agent ? t('withName', handoff.agent) : t('withPerson')];
	else if (handoff) [state, words] = ['waiting', t(place.asking ? 'asking' : person ? 'waiting' : 'served')
		+ (place.place ? ` · ${t('place', place.place)}` : '') + (place.minutes ? ` · ${t('about', place.minutes)}` : '')];
	else if (person) [state, words] = ['person', t('withPerson')];
	const status = $('status');
	if (status.textContent !== words) status.textContent = words; // announced when it changes
	status.dataset.state = state;
	$('person').hidden = person || Boolean(handoff);
	const task = person ? null : taskOf(all);
	strip.show(task);
	$('welcome').hidden = !connected || all.length > 0 || outbox.items.length > 0;
	$('typing').hidden = !sending || person;
	for (const block of log.children) {
		const open = !outbox.items.length && block === log.lastElementChild;
		for (const button of block.querySelectorAll('.choices button')) button.disabled = !open;
		for (const group of block.querySelectorAll('.related')) group.hidden = !open || person || Boolean(task);
	}
}

const near = () => scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 120;
const toEnd = () => { scroll.scrollTop = scroll.scrollHeight; };

function say(words, choice = '') {
	// Without a locale the bot goes by the language of the words: the entries of
	// both are there for everybody.
	outbox.add({ id: newID(), text: words, choice });
	toEnd();
	if (matchMedia('(pointer: fine)').matches) text.focus(); // on a phone it would raise the keyboard
}

async function starters() {
	try {
		const response = await fetch('/api/starters?lang=' + language());
		const chip = (words) => {
			const button = element('button', 'chip', words);
			button.type = 'button';
			button.addEventListener('click', () => say(words));
			return button;
		};
		const { tasks, questions } = await response.json();
		$('tasks').replaceChildren(...tasks.map(chip));
		$('starters').replaceChildren(...questions.map(chip));
	} catch { /* the page works without them */ }
}

function connect() {
	stop();
	connected = false;
	place = {};
	turns = new Map();
	log.replaceChildren();
	stop = follow(debugURL('/api/events'), {
		onTurn: arrived,
		onState: (state) => { connected = state === 'ready'; update(); if (connected && !near()) toEnd(); },
		onPlace: (p) => { place = p; update(); },
		onClosed: () => fetch('/'), // renews a lost cookie
	});
	update();
}

// --- the controls ---------------------------------------------------------------

$('form').addEventListener('submit', (e) => {
	e.preventDefault();
	const words = text.value.trim();
	if (!words) return text.focus();
	text.value = '';
	say(words);
});
onEnter(text, $('form'));
log.addEventListener('pick', (e) => { e.target.setAttribute('aria-pressed', 'true'); say(e.detail.label, e.detail.id); });
$('person').addEventListener('click', () => say(t('person')));
$('fresh').addEventListener('click', async () => {
	if (turns.size && !confirm(t('freshAsk'))) return;
	try {
		if (!(await post('/api/new', {})).ok) return;
	} catch { return; }
	outbox.clear();
	connect();
});
languageSwitch($('language'), () => {
	document.title = t('title');
	const shown = [...turns.values()].sort((a, b) => a.version - b.version);
	log.replaceChildren(...shown.map((turn) => turnElement(turn, false)));
	showPending();
	starters();
});
connect();
outbox.send();
