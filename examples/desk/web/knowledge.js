// The page of the people who look after the knowledge base.

import { element } from './lines.js';
import { language, languageSwitch, t } from './words.js';
import { $, entryLink, load, number, table, wide, words } from './desk.js';
import { complaints, missing } from './learning.js';
import { entries } from './entries.js';

// --- try a question ---------------------------------------------------------------

const percent = (share) => Math.round(share * 100) + ' %';

function explained({ line, explanation: e, thresholds }) {
	const decision = { direct: 'decisionDirect', suggest: 'decisionSuggest', none: 'decisionNone' }[e.decision?.kind ?? 'none'];
	const limits = element('p', 'facts');
	for (const [key, value] of [['thresholds', thresholds.direct], ['thresholdSuggest', thresholds.suggest], ['thresholdMargin', thresholds.margin]]) limits.append(words('span', 'fact', key, value.toFixed(2)));
	const out = [words('h3', '', decision), element('p', 'line1', line), limits];
	if (!e.entries?.length) return [...out, words('p', 'soft', 'noHits')];
	out.push(table(['rank', 'entry', 'score', 'mode', 'matched', 'wordsShared', 'covered'], e.entries.map((one) => [
		number(one.rank ? String(one.rank) : '–'),
		wide(entryLink(one.id, one.question), element('small', '', one.id)),
		number(one.score.toFixed(3)),
		one.rank ? words('span', '', one.mode) : element('span', '', one.obstacle ?? ''),
		wide(one.phrasing ?? '', element('small', '', one.doubts?.length ? `${t('doubts')}: ${one.doubts.join(', ')}` : '')),
		(one.words?.shared ?? []).slice(0, 6).map((term) => `${term.text} ${term.weight.toFixed(1)}`).join(', '),
		one.words ? wide(words('small', '', 'coveredOf', percent(one.words.covered)), words('small', '', 'askedOf', percent(one.words.asked))) : '',
	])));
	return out;
}

$('tryForm').addEventListener('submit', (e) => {
	e.preventDefault();
	const query = new URLSearchParams({ text: $('tryText').value, locale: $('tryLocale').value, entry: $('tryEntry').value.trim() });
	load($('tryResult'), '/agent/api/kb/explain?' + query, explained);
});

// --- check and most asked ------------------------------------------------------------

const check = () => load($('checkList'), '/agent/api/kb/check?lang=' + language(), ({ findings, total }) => {
	if (!total) return [words('p', 'soft', 'checkNone')];
	const list = element('ul', 'list');
	list.append(...findings.map((f) => {
		const item = element('li');
		item.append(words('span', 'fact ' + f.severity, f.severity), ' ', entryLink(f.entry, f.question), element('p', 'soft', f.message));
		return item;
	}));
	return [...(total > findings.length ? [words('p', 'soft', 'findingsMore', total)] : []), list];
});

const hot = () => load($('hotList'), '/agent/api/kb/hot', (list) => {
	if (!list.length) return [words('p', 'soft', 'hotNone')];
	return [table(['entry', 'hits', 'usefulness'], list.map((e) => [
		wide(entryLink(e.entry, e.question)), number(String(e.hits)),
		number(e.votes ? [percent(e.useful), words('small', '', 'votes', e.votes), element('small', '', `${percent(e.low)} – ${percent(e.high)}`)] : '–'),
	]))];
});

// --- the sections ----------------------------------------------------------------------

const sections = { try: () => {}, missing, complaints, check, hot, entries };

function show() {
	const [, place = 'try', id = ''] = /^#(\w+)(?:\/(.*))?$/.exec(location.hash) ?? [];
	const name = place in sections ? place : 'try';
	for (const key of Object.keys(sections)) $(key).hidden = key !== name;
	for (const a of document.querySelectorAll('nav a')) {
		if (a.hash === '#' + name) { a.setAttribute('aria-current', 'page'); a.scrollIntoView({ block: 'nearest', inline: 'nearest' }); } else a.removeAttribute('aria-current');
	}
	let entry = '';
	try { entry = decodeURIComponent(id); } catch { /* an address that somebody has cut */ }
	sections[name](entry);
}

addEventListener('hashchange', () => { show(); $('main').focus({ preventScroll: true }); scrollTo(0, 0); });
languageSwitch($('language'), () => {
	document.title = t('kbTitle');
	if (!$('check').hidden) check(); // its sentences come from the server
});
show();
