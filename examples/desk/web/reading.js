// What the bot read in a message, as a panel under it: for whoever opens a page
// with ?debug=1.

import { element } from './lines.js';
import { t } from './words.js';

export const debugging = new URLSearchParams(location.search).get('debug') === '1';

// debugURL names an address of the server so that its turns come with readings.
export const debugURL = (url) => debugging ? `${url}?debug=1` : url;

const percent = (x) => `${Math.round((x ?? 0) * 100)} %`;

function row(list, name, ...values) {
	const shown = values.filter(Boolean);
	if (!shown.length) return;
	const value = element('dd');
	value.append(...shown);
	list.append(element('dt', '', t(name)), value);
}

// valence shows a feeling as a bar from the middle: to the left is bad.
function valence(v) {
	const bar = element('span', 'valence');
	bar.setAttribute('role', 'img');
	bar.setAttribute('aria-label', v.toFixed(2));
	const fill = element('i', v < 0 ? 'bad' : 'good');
	fill.style.width = `${Math.abs(v) * 50}%`;
	fill.style.insetInlineStart = `${v < 0 ? 50 + v * 50 : 50}%`;
	bar.append(fill);
	return bar;
}

// tags are words in boxes; the text of each is what somebody wrote.
const tags = (words) => words?.length ? words.map((w) => element('span', 'tag', w)) : [];

export function readingElement(reading) {
	const list = element('dl', 'reading');
	list.setAttribute('aria-label', t('reading'));
	const { mood = {} } = reading;
	row(list, 'readLanguage', reading.language);
	row(list, 'readIntent', reading.intent && element('b', reading.sure ? 'sure' : '', reading.intent), reading.intent && ` ${percent(reading.confidence)}`,
		reading.novelty > 0.005 && ` · ${t('readNovelty', percent(reading.novelty))}`);
	row(list, 'readCategory', reading.category);
	row(list, 'readFlags', ...tags([
		reading.wants_human && t('readWantsHuman'), reading.urgency > 1 && t('readUrgency', reading.urgency), reading.complex && t('readComplex'), ...(reading.tones ?? []).map((tone) => t('tone_' + tone)),
	].filter(Boolean)));
	row(list, 'readEmotion', reading.emotion && element('b', '', t('feels_' + reading.emotion)), reading.emotion && valence(reading.valence ?? 0));
	row(list, 'readMood', mood.label && element('b', '', t('feels_' + mood.label)), mood.label && valence(mood.now ?? 0),
		mood.needs_human !== undefined && ` ${t('readNeedsHuman', percent(mood.needs_human))}`, mood.cause && element('q', '', mood.cause));
	row(list, 'readValues', ...tags(reading.values?.map((v) => `${v.type}${v.role ? ` (${v.role})` : ''}: ${v.value}`)));
	row(list, 'readKeywords', ...tags(reading.keywords));
	row(list, 'readModel', reading.model);
	return list;
}

// happeningsElement lists what happened in a turn, with what was decided about the
// customer; nothing where nobody debugs.
export function happeningsElement(events) {
	if (!debugging || !events?.length) return null;
	const list = element('ol', 'happenings');
	list.setAttribute('aria-label', t('happened'));
	for (const e of events) {
		const item = element('li', e.type === 'escalation' ? 'decision' : '');
		item.append(element('b', '', e.type), ...[e.flow, e.slot && `.${e.slot}`, e.value && ` = ${e.value}`, e.detail && ` (${e.detail})`].filter(Boolean).map((words, i) => (i ? words : ` ${words}`)));
		list.append(item);
	}
	return list;
}
