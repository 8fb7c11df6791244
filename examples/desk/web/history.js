// What happened to a ticket, in words.

import { element } from './lines.js';
import { priorityName, typeName, when, word } from './cases.js';
import { name as clockName } from './clocks.js';
import { has, t } from './words.js';

let titles = {};
// stateTitles says how states are called.
export function stateTitles(states) { titles = states; }
const state = (name) => word(titles[name], name);

// value shows the value of a field.
function value(field, v) {
	if (!v) return '–';
	if (field === 'priority') return priorityName(Number(v));
	return field === 'type' ? typeName(v) : v;
}

// whom is who is told something, or watches.
export const whom = (to) => {
	const [kind, ...id] = to.split(':');
	if (to === 'customer' || kind === 'customer') return t('customer');
	if (to === 'supervisor' || to === 'owner') return t('role_' + to);
	if (kind === 'role') return has('role_' + id) ? t('role_' + id) : id.join(':');
	return id.join(':') || to;
};

function what(e, steps) {
	const clock = (e) => clockName(e.clock, steps.find((s) => 'step:' + s.name === e.clock)?.title);
	const step = (name) => steps.find((s) => s.name === name)?.words ?? name;
	switch (e.type) {
	case 'opened': return t('ev_opened');
	case 'moved': return `${state(e.old)} → ${state(e.new)}`;
	case 'changed': {
		const field = e.field.replace(/^fields\./, '');
		return `${has('field_' + field) ? t('field_' + field) : field}: ${value(e.field, e.old)} → ${value(e.field, e.new)}`;
	}
	case 'tagged': case 'watched': case 'started': return `${t('ev_' + e.type)}: ${whom(e.new)}`;
	case 'untagged': case 'unwatched': return `${t('ev_' + e.type)}: ${whom(e.old)}`;
	case 'commented': return t(e.internal ? 'ev_noted' : e.role === 'customer' ? 'ev_wrote' : 'ev_answered');
	case 'linked': case 'unlinked': return `${t('ev_' + e.type)}: ${t('link_' + e.link)} ${e.number ?? ''}`;
	case 'absorbed': return t('ev_absorbed', e.number ?? '');
	case 'snoozed': return t('snoozedUntil', when(e.until));
	case 'step': return `${step(e.new)}: ${t('step_' + e.field)}`;
	case 'failed': return `${t('ev_failed')}: ${has('do_' + e.field) ? t('do_' + e.field) : e.field}`;
	case 'warned': case 'breached': return `${clock(e)}: ${e.percent} %`;
	case 'escalated': return e.new ? t('ev_escalated', whom(e.new)) : `${clock(e)}: ${t('ev_rung', e.percent)}`;
	case 'notified': return t('ev_notified', whom(e.new ?? ''));
	}
	return has('ev_' + e.type) ? t('ev_' + e.type) : e.type;
}

// why is a reason: those that rules give have words in both languages.
export const why = (reason = '') => { const key = 'why_' + reason.replaceAll(' ', '_'); return has(key) ? t(key) : reason; };

// incident is a line of the history: who, when, what, why.
export function incident(e, steps) {
	const item = element('li', `incident ${e.type}`);
	const who = e.role === 'customer' ? t('customer') : e.role === 'bot' ? t('assistant') : e.role === 'system' ? t('byRule', e.rule || e.name || '') : e.name || t('colleague');
	const reason = e.type !== 'notified' ? why(e.reason) : '';
	item.append(element('span', 'what', what(e, steps)), ...(reason ? [element('span', 'why', reason)] : []), element('small', 'soft', `${who} · ${when(e.at)}`));
	return item;
}
