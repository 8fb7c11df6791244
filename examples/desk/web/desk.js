// What the sections of the knowledge page have in common.

import { element } from './lines.js';
import { Me, get as fetched, post } from './session.js';
import { t } from './words.js';

export const $ = (id) => document.getElementById(id);

export const me = new Me($('me'));

// words returns an element with words that follow the language of the page.
export function words(tag, className, key, value) {
	const e = element(tag, className, t(key, value));
	e.dataset.t = key;
	if (value !== undefined) e.dataset.tValue = value;
	return e;
}

export function button(key, className, action) {
	const b = words('button', className, key);
	b.type = 'button';
	b.addEventListener('click', action);
	return b;
}

// field returns a control with its label.
export function field(key, control) {
	const label = element('label');
	label.append(words('span', '', key), control);
	return label;
}

export function area(value, rows = 3) {
	const e = element('textarea');
	e.value = value;
	e.rows = rows;
	return e;
}

export function input(value) {
	const e = element('input');
	e.value = value;
	return e;
}

export const linesOf = (text) => text.split('\n').map((line) => line.trim()).filter(Boolean);

// table returns a table that scrolls by itself where it is too wide. A cell is a
// text, an element, or what number and wide return.
export function table(keys, rows) {
	const t = element('table'), head = element('tr');
	head.append(...keys.map((key) => { const th = words('th', '', key); th.scope = 'col'; return th; }));
	const thead = element('thead'), tbody = element('tbody');
	thead.append(head);
	tbody.append(...rows.map((cells) => {
		const tr = element('tr');
		tr.append(...cells.map((cell) => {
			const plain = cell instanceof Node || typeof cell === 'string', td = element('td', plain ? '' : cell.className);
			td.append(...[plain ? cell : cell.content].flat());
			return td;
		}));
		return tr;
	}));
	t.append(thead, tbody);
	const box = element('div', 'table');
	box.append(t);
	return box;
}

export const number = (content) => ({ className: 'number', content });
export const wide = (...content) => ({ className: 'wide', content });

// entryLink opens an entry in the editor.
export function entryLink(id, question) {
	const a = element('a', '', question || id);
	a.href = '#entries/' + encodeURIComponent(id);
	return a;
}

export async function get(url) {
	const response = await fetched(url);
	if (!response.ok) throw new Error((await response.json()).error);
	return response.json();
}

// load fills a box from an address, and offers to try again where that fails.
export async function load(box, url, show) {
	if (!box.childElementCount) box.replaceChildren(words('p', 'soft', 'loading'));
	try {
		const value = await get(url);
		box.replaceChildren(...show(value));
	} catch {
		const p = words('p', 'said bad', 'loadFailed');
		p.setAttribute('role', 'alert');
		box.replaceChildren(p, button('tryAgain', 'plain', () => load(box, url, show)));
	}
}

// say shows how an action went.
export function say(place, key, value, bad = false) {
	place.textContent = t(key, value);
	place.classList.toggle('bad', bad);
}

// act posts an action, once at a time for its form or card, and says how it went. It
// returns the answer, or nothing. All actions may be tried again: the server finds
// what was done before.
export async function act(card, place, url, body, done) {
	if (card.dataset.busy) return undefined;
	card.dataset.busy = 'yes';
	place.textContent = '';
	const buttons = [...card.querySelectorAll('button:enabled')];
	for (const b of buttons) b.disabled = true;
	let bad = '';
	try {
		const response = await post(url, body);
		const answer = await response.json();
		if (response.ok) {
			if (done) say(place, done);
			return answer;
		}
		const reason = { 404: 'gone', 409: 'changedMeanwhile' }[response.status];
		bad = reason ? t(reason) : answer.error;
	} catch { bad = t('noConnection'); } finally {
		delete card.dataset.busy;
		for (const b of buttons) b.disabled = false;
	}
	say(place, 'because', bad, true);
	return undefined;
}

export function status() {
	const p = element('p', 'said');
	p.setAttribute('role', 'status');
	return p;
}
