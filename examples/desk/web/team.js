// The page of supervisors: who is there, how much everybody has, who waits.

import { element, follow } from './lines.js';
import { Troubled } from './troubled.js';
import { reason } from './record.js';
import { Me, get, post, stillSignedIn } from './session.js';
import { languageSwitch, t } from './words.js';

const $ = (id) => document.getElementById(id);
const me = new Me($('me'));
const troubled = new Troubled(() => me.name, () => load());
let team = null, said = null;

// span is a time in words: seconds are not worth a look.
function span(seconds) {
	const minutes = Math.floor(seconds / 60);
	if (minutes < 1) return t('minutes', '<1');
	return minutes < 60 ? t('minutes', minutes) : t('hours', Math.floor(minutes / 60));
}
const since = (at) => span((new Date(team.now) - new Date(at)) / 1000);
const presence = { online: 'online', away: 'away', offline: 'offline_', busy: 'decline_busy' };

function seat(a) {
	const card = element('div', 'seat');
	const load = element('div', 'bar-load');
	load.append(...Array.from({ length: a.capacity }, (_, i) => element('i', i < a.used ? 'used' : '')));
	const counts = [[a.offered, 'has_offered'], [a.active, 'has_active'], [a.wrapping, 'has_wrapping']].filter(([n]) => n);
	card.append(
		element('strong', '', a.name),
		element('p', `soft ${a.presence}`, `${t(presence[a.presence])}${a.presence === 'offline' ? '' : ` · ${since(a.since)}`}`),
		load, element('p', 'soft', `${t('load')} ${a.used}/${a.capacity}${counts.map(([n, key]) => ` · ${n} ${t(key)}`).join('')}${a.missed ? ` · ${t('missed')} ${a.missed}` : ''}`),
	);
	return card;
}

function piece(w) {
	const row = element('div', 'piece'), what = element('div', 'what');
	row.dataset.item = w.item;
	what.append(element('strong', '', w.question || reason(w.reason)));
	const meta = element('p', 'soft');
	meta.append(
		element('span', w.state === 'waiting' ? 'badge waiting' : 'badge', w.agent ? `${w.agent} · ${t('has_' + w.state)}` : t('is_waiting')),
		` ${[t('queue_' + w.queue), reason(w.reason), ...(w.state === 'waiting' || w.state === 'offered' ? [`${t('waits')} ${since(w.since)}`] : []), ...(w.declined?.length ? [t('declinedBy', w.declined.join(', '))] : [])].join(' · ')}`,
	);
	what.append(meta);
	const look = element('a', 'plain', t('look'));
	look.href = '/agent#' + encodeURIComponent(w.conversation);
	row.append(what, look);
	const able = team.agents.filter((a) => a.presence === 'online' && a.name !== w.agent);
	if (w.state !== 'wrapping' && able.length) {
		const form = element('form'), select = element('select'), button = element('button', 'primary', t('assign'));
		select.setAttribute('aria-label', t('assign'));
		select.append(...able.map((a) => { const o = element('option', '', a.name + (a.used >= a.capacity ? ` · ${t('full')}` : '')); o.value = a.name; return o; }));
		select.value = chosen.get(w.item) ?? select.value;
		select.addEventListener('change', () => chosen.set(w.item, select.value));
		form.append(select, button);
		form.addEventListener('submit', (e) => { e.preventDefault(); assign(w.item, select.value, button); });
		row.append(form);
	}
	return row;
}
const chosen = new Map(); // what is picked outlives a change of the list

function say(key, value, bad) {
	said = key && [key, value, bad];
	$('said').textContent = key ? t(key, value) : '';
	$('said').classList.toggle('bad', Boolean(bad));
}

async function assign(item, agent, button) {
	button.disabled = true;
	try {
		const response = await post('/agent/api/team/assign', { item, agent });
		if (response.ok) say('assigned', agent);
		else say({ room: 'noRoom', state: 'notNow', late: 'tooLate' }[(await response.json()).code] ?? 'failed', '', true);
	} catch { say('noConnectionYet', '', true); }
	load();
}

function show() {
	if (!team) return;
	if (document.activeElement?.tagName === 'SELECT') return; // it would close under the hand
	const seats = element('div', 'seats');
	const order = { online: 0, busy: 1, away: 2, offline: 3 };
	seats.append(...[...team.agents].sort((a, b) => order[a.presence] - order[b.presence]).map(seat));
	$('agents').replaceChildren(seats);
	$('queues').replaceChildren(...team.queues.map((q) => {
		const facts = [`${t('queue_' + q.id)}: ${t('othersWait', q.waiting)}`, t('available', q.available)];
		if (q.longest) facts.push(t('longest', span(q.longest)));
		if (q.estimate) facts.push(t('estimate', span(q.estimate)));
		return element('li', 'fact', facts.join(' · '));
	}));
	troubled.show(team);
	$('work').replaceChildren(...(team.work.length ? team.work.map(piece) : [element('p', 'soft', t('noWork'))]));
}

let loading = false, again = false;
async function load() {
	if (loading) { again = true; return; }
	loading = true;
	do {
		again = false;
		try {
			team = await (await get('/agent/api/team')).json();
			show();
		} catch { /* the stream says so, and calls again */ }
	} while (again);
	loading = false;
}

document.addEventListener('focusout', (e) => { if (e.target.tagName === 'SELECT') setTimeout(show); });
languageSwitch($('language'), () => { document.title = t('teamTitle'); me.show(); show(); if (said) say(...said); });
follow('/agent/api/events', {
	onTurn: () => {},
	onClosed: stillSignedIn,
	onState: (state) => { $('connection').textContent = state === 'connecting' ? t('offline') : ''; if (state === 'changed') load(); },
});
