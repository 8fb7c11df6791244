// The page of tickets: the list.

import { element, follow } from './lines.js';
import * as clocks from './clocks.js';
import { caseElement, when } from './cases.js';
import { OneCase } from './case.js';
import { Me, get, stillSignedIn } from './session.js';
import { languageSwitch, t } from './words.js';

const $ = (id) => document.getElementById(id);
const me = new Me($('me'), () => { $('team').hidden = $('numbers').hidden = !me.supervisor; one.show(); });
const one = new OneCase(() => me.name, (id) => { location.hash = address(view, id); }, () => { load(); });

let view = 'open', search = '', list = null, more = [];
const address = (v, id = '') => `${v}/${encodeURIComponent(id)}`;

// --- the list -----------------------------------------------------------------------

let loading = false, again = false;
async function load() {
	if (loading) { again = true; return; }
	loading = true;
	do {
		again = false;
		const asked = [view, search].join(' ');
		try {
			const response = await get('/agent/api/tickets?' + new URLSearchParams({ view, q: search }));
			if (!response.ok) throw new Error(response.status);
			const answer = await response.json();
			if (asked !== [view, search].join(' ')) { again = true; continue; }
			const pages = more.length, first = !list;
			list = answer;
			more = [];
			clocks.set(list.now);
			for (let i = 0; i < pages && last().next; i++) await fetchMore();
			one.people = list.people;
			one.states = list.states;
			show();
			if (first) one.show(true);
			one.refresh();
		} catch { /* the stream says so, and calls again */ }
	} while (again);
	loading = false;
}

const last = () => more.at(-1) ?? list;

async function fetchMore() {
	const response = await get('/agent/api/tickets?' + new URLSearchParams({ view, q: search, after: last().next }));
	if (response.ok) more.push(await response.json());
}

function show() {
	if (!list) return;
	const focused = document.activeElement?.closest?.('#cases .case')?.dataset.id;
	$('views').replaceChildren(...list.views.map(({ name, count }) => {
		const a = element('a', '', t('view_' + name));
		a.href = '#' + address(name);
		a.append(' ', element('span', name === 'late' && count ? 'count late' : 'count', String(count)));
		if (name === view && !search) a.setAttribute('aria-current', 'page');
		return a;
	}));
	const cases = [list, ...more].flatMap((page) => page.cases);
	const seen = new Set();
	$('cases').replaceChildren(...cases.filter((c) => !seen.has(c.id) && seen.add(c.id)).map((c) => {
		const a = caseElement(c, list.states);
		a.href = '#' + address(view, c.id);
		if (c.id === one.id) a.setAttribute('aria-current', 'true');
		const item = element('li');
		item.append(a);
		return item;
	}));
	if (focused) [...document.querySelectorAll('#cases .case')].find((a) => a.dataset.id === focused)?.focus();
	$('found').textContent = search ? t('foundFor', search) : t('view_' + view);
	$('none').hidden = cases.length > 0;
	$('more').hidden = !last().next;
	$('newsCount').textContent = list.news.length || '';
	$('newsList').replaceChildren(...list.news.map((n) => {
		const a = element('a', '', `${n.number} · ${n.text || t('notice_' + n.kind)}`), item = element('li');
		a.href = '#' + address(view, n.ticket);
		item.append(a, element('small', 'soft', when(n.at)));
		return item;
	}));
	const late = list.views.find((v) => v.name === 'late')?.count;
	document.title = (late ? `(${late}!) ` : '') + t('tickets');
}

// --- the address ----------------------------------------------------------------------

const views = ['mine', 'unassigned', 'open', 'waiting', 'late', 'complaints', 'done'];

function go() {
	const [, place = '', id = ''] = /^#(\w*)(?:\/(.*))?$/.exec(location.hash) ?? [];
	const next = views.includes(place) ? place : 'open';
	let ticket = '';
	try { ticket = decodeURIComponent(id); } catch { /* an address that somebody has cut */ }
	if (next !== view || (!ticket && search && !one.id)) { view = next; search = ''; $('words').value = ''; more = []; load(); }
	one.open(ticket);
	document.body.dataset.view = ticket ? 'conversation' : 'list';
	show();
}

$('search').addEventListener('submit', (e) => {
	e.preventDefault();
	search = $('words').value.trim();
	more = [];
	load();
});
$('words').addEventListener('search', () => { if (!$('words').value && search) { search = ''; more = []; load(); } });
$('more').addEventListener('click', async () => { try { await fetchMore(); } catch { /* it is there still */ } show(); });
$('back').addEventListener('click', () => { location.hash = address(view); });
$('views').addEventListener('click', (e) => {
	if (e.target.closest('a') && search) { search = ''; $('words').value = ''; more = []; load(); }
});
addEventListener('hashchange', go);
languageSwitch($('language'), () => { me.show(); show(); one.show(true); });
follow('/agent/api/tickets/events', {
	onTurn: () => {},
	onClosed: stillSignedIn,
	onState: (state) => { $('state').textContent = state === 'connecting' ? t('offline') : ''; if (state === 'changed') load(); },
});
setInterval(clocks.tick, 1000);
go();
