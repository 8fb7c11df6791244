// Numbers as people read them: with how many cases they are of, what they were before, and
// what they mean.

import { element } from './lines.js';
import { locale, t } from './words.js';

const digits = (x, most, options = {}) => x.toLocaleString(locale(), { maximumFractionDigits: most, ...options });

// span is a time in words, to two digits or so.
export function span(seconds) {
	if (seconds < 90) return t('seconds', digits(seconds, seconds < 10 ? 1 : 0));
	if (seconds < 90 * 60) return t('minutes', digits(seconds / 60, seconds < 600 ? 1 : 0));
	if (seconds < 48 * 3600) return t('hours', digits(seconds / 3600, 1));
	return t('days', digits(seconds / 86400, 1));
}

// amount is a value in its unit; null is none.
export function amount(unit, x) {
	if (x === null || x === undefined) return '–';
	switch (unit) {
	case 'share': case 'ratio': return digits(100 * x, 1) + ' %';
	case 'seconds': return span(x);
	case 'stars': return digits(x, 2) + ' ★';
	case 'money': return digits(x, Math.abs(x) < 0.1 ? 4 : 2, { minimumFractionDigits: 2 });
	case 'scale': return digits(x, 2, { signDisplay: 'exceptZero' });
	default: return digits(x, 1);
	}
}

// change is a difference: of shares in points, of counts and times in parts of what was.
function change(unit, x) {
	const sign = { signDisplay: 'exceptZero' };
	if (unit === 'share' || unit === 'ratio') return t('points', digits(100 * x, 1, sign));
	if (unit === 'stars' || unit === 'scale') return digits(x, 2, sign);
	return digits(100 * x, 0, sign) + ' %';
}

// meaning is the definition of a metric, to be opened.
export function meaning(d) {
	const box = element('details', 'meaning'), list = element('dl');
	for (const [key, text] of [['formula', d.formula], ['countsWhat', d.counts], ['leftOut', d.excludes], ['sourceOf', d.source]]) {
		if (!text) continue;
		list.append(element('dt', '', t(key)), element('dd', key === 'formula' ? 'formula' : '', text));
	}
	box.append(element('summary', '', t('meaning')), list);
	return box;
}

// figure is a card of one number.
export function figure(f) {
	const card = element('article', 'figure ' + (f.verdict ?? '')), known = f.now.value !== null;
	card.dataset.metric = f.metric;
	const value = element('p', 'value', amount(f.unit, f.now.value)), facts = element('p', 'soft');
	const words = [];
	if (!known) words.push(t('noValue'));
	else if (f.unit !== 'count' && f.now.of) words.push(t('ofCases', digits(f.now.of, 0)));
	facts.append(words.join(''));
	if (f.few) {
		const mark = element('span', 'few', t('few'));
		mark.title = t('fewHint');
		facts.append(' ', mark);
	}
	card.append(element('h3', '', f.title), value, facts);
	if (f.before.value !== null) {
		const line = element('p', 'change'), moved = ['better', 'worse', 'changed'].includes(f.verdict);
		if (f.verdict !== 'steady' && f.delta.value !== null) line.append(element('strong', '', (moved ? (f.delta.value > 0 ? '▲ ' : '▼ ') : '') + change(f.unit, f.delta.value)), ' · ');
		if (f.verdict) line.append(t('verdict_' + f.verdict), ' · ');
		line.append(element('span', 'soft', t('valueBefore', amount(f.unit, f.before.value))));
		card.append(line);
	}
	if (f.target && f.target.value !== null) {
		card.append(element('p', known ? (f.met ? 'goal met' : 'goal missed') : 'goal', t('target', amount(f.unit, f.target.value)) + (known ? ` · ${t(f.met ? 'targetMet' : 'targetMissed')}` : '')));
	}
	card.append(meaning(f.meaning));
	return card;
}

// table is a table of numbers by name. What its columns mean is said below it.
export function table(data, nameOf = (name) => name) {
	if (!data.rows.length) return element('p', 'soft', t('nothingBy'));
	const box = element('div', 'table'), e = element('table'), head = element('tr'), thead = element('thead'), tbody = element('tbody');
	const th = (text, className) => { const h = element('th', className, text); h.scope = 'col'; return h; };
	head.append(th(t('name_')), ...data.columns.map((c) => { const h = th(c.title, 'number'); h.title = `${c.formula}. ${c.counts}`; return h; }));
	thead.append(head);
	for (const row of data.rows) {
		const tr = element('tr'), name = element('th', 'name', row.name === '(other)' ? t('otherRows') : nameOf(row.name));
		name.scope = 'row';
		tr.append(name, ...row.cells.map((v, i) => {
			const unit = data.columns[i].unit, td = element('td', 'number', amount(unit, v?.x));
			if (v && unit !== 'count') td.title = t('ofCases', digits(v.of, 0));
			return td;
		}));
		tbody.append(tr);
	}
	e.append(thead, tbody);
	box.append(e);
	return box;
}

// tile is a number of the live board.
export function tile(title, value, ...facts) {
	const e = element('div', 'tile');
	e.append(element('p', 'soft', title), element('p', 'value', String(value)), element('p', 'soft', facts.filter(Boolean).join(' · ')));
	return e;
}
