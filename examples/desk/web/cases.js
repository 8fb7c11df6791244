// Tickets in lists, on all pages that show some.

import { element } from './lines.js';
import { clockElement } from './clocks.js';
import { has, language, locale, t } from './words.js';

// word picks a title in the language of the page.
export const word = (title, otherwise = '') => title?.[language()] || title?.en || otherwise;

export const typeName = (type) => (has('type_' + type) ? t('type_' + type) : type);

export function priorityName(p) {
	if (p >= 3) return t('priority_3');
	return p <= -1 ? t('priority_-1') : t('priority_' + p);
}

export const when = (at) => new Date(at).toLocaleString(locale(), { month: 'numeric', day: 'numeric', hour: '2-digit', minute: '2-digit' });

// caseElement is a ticket as a line of a list; states are the titles of states.
export function caseElement(c, states, tag = 'a') {
	const e = element(tag, 'case');
	e.dataset.id = c.id;
	const small = element('small');
	small.append(element('span', 'number', c.number), element('span', `badge ${c.kind}`, word(states[c.state], c.state)));
	if (c.priority) small.append(element('span', c.priority > 0 ? 'badge urgent' : 'badge low', priorityName(c.priority)));
	if (c.type) small.append(element('span', '', typeName(c.type)));
	small.append(element('span', '', c.owner || t('nobodyYet')));
	e.append(element('strong', '', c.subject), small);
	const times = element('small', 'times');
	if (c.wake) times.append(element('span', 'badge snoozed', t('snoozedUntil', when(c.wake))));
	if (c.active && c.clocks?.length) times.append(clockElement(c.clocks[0], c.warned));
	if (times.childElementCount) e.append(times);
	return e;
}

// refusal says in words why a ticket did not take a command.
export async function refusal(response) {
	let r = {};
	try { r = await response.json(); } catch { /* no words */ }
	const list = (names, prefix) => names.map((n) => (has(prefix + n) ? t(prefix + n) : n)).join(', ');
	switch (r.code) {
	case 'move': return [t('refusedMove'), r.reason, r.allowed?.length ? t('allowedMoves', r.allowed.map((s) => word(titles[s], s)).join(', ')) : ''].filter(Boolean).join(' ');
	case 'missing': return [r.fields?.length ? t('missingFields', list(r.fields, 'field_')) : '', r.steps?.length ? t('missingSteps', r.steps.map((s) => steps[s] ?? s).join(', ')) : ''].filter(Boolean).join(' ');
	case 'field': return t('badField', r.reason ? `${(r.fields ?? []).join(', ')} ${r.reason}` : r.error);
	case 'final': return t('hasEnded');
	case 'denied': return t('notPermitted');
	case 'late': return t('changedMeanwhile');
	case 'none': return t('noSuchTicket');
	}
	return t('failed');
}

// The titles of states and of steps that refusals may name.
let titles = {}, steps = {};
export function know(states, named = {}) { titles = states; steps = named; }
