// What an agent gets with a conversation: why, how urgent, what about, how the customer
// felt, what the bot has collected, what he came with before.

import { element } from './lines.js';
import { get } from './session.js';
import { word } from './state.js';
import { has, locale, t } from './words.js';

const $ = (id) => document.getElementById(id);

export const reason = (name) => (has('reason_' + name) ? t('reason_' + name) : name);
const code = (name) => (has('code_' + name) ? t('code_' + name) : name);

export class HandoffRecord {
	#conversation = '';
	#record = null;

	constructor() {
		const wide = matchMedia('(min-width: 1100px)');
		const fold = () => { $('record').open = wide.matches; };
		wide.addEventListener('change', fold);
		fold();
	}

	open(conversation) {
		this.#conversation = conversation;
		this.#record = null;
		this.show();
		this.refresh();
	}

	// refresh reads it again: a conversation may be handed over twice.
	async refresh() {
		const conversation = this.#conversation;
		if (!conversation) return;
		try {
			const response = await get(`/agent/api/conversations/${encodeURIComponent(conversation)}/record`);
			if (!response.ok || conversation !== this.#conversation) return;
			this.#record = await response.json();
			this.show();
		} catch { /* the next change asks again */ }
	}

	show() {
		const list = $('recordList'), r = this.#record;
		list.replaceChildren();
		$('recordPriority').textContent = r?.priority ? `${t('priority')} ${r.priority}` : '';
		if (!r) return;
		const row = (name, ...values) => {
			if (!values.length) return;
			const value = element('dd');
			value.append(...values);
			list.append(element('dt', '', t(name)), value);
		};
		row('handedOn', ...(r.moves ?? []).map((m) => element('p', 'words', `${m.from}${m.reason ? ': ' + m.reason : ''}`)));
		row('why', [reason(r.reason), ...new Set((r.reasons ?? []).map(code))].join(' · '));
		if (r.skills?.length) row('skills', ...r.skills.map((s) => element('span', 'badge', s)));
		if (r.summary?.text) row('summary', element('p', 'words', r.summary.text));
		if (r.course?.length > 1) row('mood', sparkline(r.course));
		if (r.slots?.length) {
			const slots = element('ul');
			slots.append(...r.slots.map((s) => element('li', '', `${word(s.label)}: ${word(s.shown)}`)));
			row('collectedBy', ...(r.flow ? [element('strong', '', word(r.flow))] : []), slots);
		}
		if (r.past?.length) {
			const past = element('ul');
			past.append(...r.past.map((p) => element('li', '', `${p.ended ? new Date(p.ended).toLocaleDateString(locale()) + ' · ' : ''}${p.summary || '—'}`)));
			row('before', past);
		}
	}
}

// sparkline draws valences from -1 to 1, with a line at 0.
function sparkline(course) {
	const ns = 'http://www.w3.org/2000/svg', width = 160, height = 36;
	const make = (name, attributes) => {
		const e = document.createElementNS(ns, name);
		for (const [key, value] of Object.entries(attributes)) e.setAttribute(key, value);
		return e;
	};
	const x = (i) => 3 + (i * (width - 6)) / (course.length - 1), y = (v) => height / 2 - v * (height / 2 - 4);
	const svg = make('svg', { class: 'sparkline', viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': course.map((v) => v.toFixed(1)).join(', ') });
	svg.append(make('line', { x1: 0, x2: width, y1: height / 2, y2: height / 2 }), make('polyline', { points: course.map((v, i) => `${x(i)},${y(v)}`).join(' ') }));
	const last = course.length - 1;
	svg.append(make('circle', { cx: x(last), cy: y(course[last]), r: 3, class: course[last] < 0 ? 'bad' : 'good' }));
	return svg;
}
