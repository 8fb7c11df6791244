// The list of entries, their editor, and the drafts.

import { element, newID } from './lines.js';
import { language, t } from './words.js';
import { $, act, button, get, linesOf, load, say, status, words } from './desk.js';

const form = $('editForm'), fields = form.elements, said = form.querySelector('.said');
let entry = null; // the one that is edited
let key = ''; // of its draft: the same until it has arrived
let page = 0; // the latest search: an answer to an earlier one comes too late

// entries shows the section, with an entry in the editor if one is named.
export function entries(id = '') {
	list();
	drafts();
	if (id) edit(id);
	else if (entry?.version) close();
}

// --- the list ---------------------------------------------------------------------

async function list(after = '') {
	const asked = ++page, query = new URLSearchParams({ text: $('searchText').value, locale: $('searchLocale').value, after });
	try {
		const found = await get('/agent/api/kb/entries?' + query);
		if (asked !== page) return;
		const items = found.entries.map((e) => {
			const item = element('li'), b = element('button');
			b.type = 'button';
			b.append(element('strong', '', e.question), element('small', '', [e.locale, e.category, e.base, e.answer].filter(Boolean).join(' · ')));
			b.addEventListener('click', () => open(e.id));
			item.append(b);
			return item;
		});
		if (after) {
			$('entriesList').append(...items);
			items[0]?.querySelector('button').focus();
		} else $('entriesList').replaceChildren(...(items.length ? items : [words('li', 'soft', 'entriesNone')]));
		$('entriesTotal').replaceChildren(words('span', '', 'entriesTotal', found.total));
		$('entriesMore').hidden = !found.next;
		$('entriesMore').dataset.after = found.next;
	} catch {
		if (asked === page) $('entriesTotal').replaceChildren(words('span', 'said bad', 'loadFailed'), ' ', button('tryAgain', 'plain', () => list(after)));
	}
}

let typing;
$('searchForm').addEventListener('submit', (e) => { e.preventDefault(); list(); });
$('searchText').addEventListener('input', () => { clearTimeout(typing); typing = setTimeout(list, 200); });
$('searchLocale').addEventListener('change', () => list());
$('entriesMore').addEventListener('click', () => list($('entriesMore').dataset.after));

// --- the editor -------------------------------------------------------------------

function open(id) {
	const hash = '#entries/' + encodeURIComponent(id);
	if (location.hash === hash) edit(id);
	else location.hash = hash;
}

async function edit(id) {
	$('entriesSaid').textContent = '';
	try {
		fill(await get('/agent/api/kb/entry?id=' + encodeURIComponent(id)));
	} catch (e) { close(); say($('entriesSaid'), 'because', e.message, true); }
}

function fill(e) {
	entry = e;
	key = newID();
	said.textContent = '';
	form.hidden = false;
	fields.question.value = e.question;
	fields.phrasings.value = (e.phrasings ?? []).join('\n');
	for (const name of ['answer', 'mode', 'locale', 'category', 'base']) fields[name].value = e[name];
	$('editTitle').dataset.t = e.version ? 'edit2' : 'addEntry';
	$('editTitle').textContent = t($('editTitle').dataset.t);
	$('editDelete').hidden = !e.version;
	modeChanged();
	const notes = [];
	if (e.facts?.length) notes.push(words('span', '', 'keepsFacts', e.facts.map((f) => `${f.names[0]} ${f.value}`).join(', ')));
	if (e.guide) notes.push(words('span', '', 'keepsGuide'));
	if (e.live) notes.push(words('span', '', 'keepsLive'));
	if (e.more) notes.push(words('span', '', 'keepsMore', e.more));
	if (e.markup) notes.push(words('span', '', 'inMarkup', e.markup));
	$('editNote').replaceChildren(...(e.version ? [element('span', '', e.id + '. ')] : []), ...notes.flatMap((n) => [n, ' ']));
	form.scrollIntoView({ block: 'nearest' });
	fields.question.focus();
}

function modeChanged() {
	$('phrasingsLabel').dataset.t = fields.mode.value === 'pattern' ? 'patternHint' : 'wordings';
	$('phrasingsLabel').textContent = t($('phrasingsLabel').dataset.t);
}

function close() {
	entry = null;
	form.hidden = true;
	if (location.hash.startsWith('#entries/')) history.replaceState(null, '', '#entries');
}

// edited is the entry as the form has it.
function edited() {
	const values = Object.fromEntries(['question', 'answer', 'mode', 'locale', 'category', 'base'].map((name) => [name, fields[name].value]));
	return { id: entry.id, version: entry.version, ...values, phrasings: linesOf(fields.phrasings.value) };
}

fields.mode.addEventListener('change', modeChanged);
$('addEntry').addEventListener('click', () => {
	close();
	$('entriesSaid').textContent = '';
	fill({ id: newID(), version: 0, question: '', answer: '', mode: 'smart', locale: language(), category: '', base: '' });
});
form.addEventListener('submit', async (e) => {
	e.preventDefault();
	const draft = e.submitter?.value === 'draft';
	const stored = await act(form, said, '/agent/api/kb/entry', { ...edited(), draft, key });
	if (!stored) return;
	close();
	say($('entriesSaid'), draft ? 'savedDraft' : 'saved');
	list();
	drafts();
});
$('editDelete').addEventListener('click', async () => {
	if (!confirm(t('removeAsk'))) return;
	if (!await act(form, said, '/agent/api/kb/entry/delete', { id: entry.id, version: entry.version })) return;
	close();
	say($('entriesSaid'), 'removed');
	list();
});
$('editClose').addEventListener('click', close);

// --- drafts -----------------------------------------------------------------------

const drafts = () => load($('draftsList'), '/agent/api/kb/drafts?lang=' + language(), (waiting) => {
	$('draftsBox').hidden = !waiting.length;
	return waiting.map(draft);
});

function draft(d) {
	const card = element('article', 'card'), place = status(), facts = element('p', 'facts');
	facts.append(words('span', 'fact kind', d.new ? 'newEntry' : 'edit2'), words('span', 'fact', 'byAuthor', d.author));
	if (d.findings.length) say(place, 'draftBlocked', d.findings.join(' '), true);
	const buttons = element('p', 'buttons');
	buttons.append(
		button('publish', 'primary', async () => {
			const now = await act(card, place, '/agent/api/kb/drafts/publish', { id: d.id, lang: language() });
			if (!now) return;
			if (now.state !== 'published') { say(place, 'draftBlocked', now.findings.join(' '), true); return; }
			say($('entriesSaid'), 'published');
			drafts();
			list();
		}),
		button('withdraw', 'plain', async () => {
			if (!await act(card, place, '/agent/api/kb/drafts/withdraw', { id: d.id })) return;
			say($('entriesSaid'), 'withdrawn');
			drafts();
		}));
	card.append(element('h3', '', d.entry.question), facts, element('p', '', d.entry.answer), buttons, place);
	return card;
}
