// The page of those who look after the service: what happens now, how well it goes, what
// tomorrow brings.

import { amount, figure, span, table, tile } from './figures.js';
import { element, follow } from './lines.js';
import { Me, get, stillSignedIn } from './session.js';
import { has, language, languageSwitch, locale, t } from './words.js';

const $ = (id) => document.getElementById(id);
const me = new Me($('me'));
let live = null, alerts = null, numbers = null, outlook = null, period = 'day', fault = false;

const moment = (at, options) => new Date(at).toLocaleString(locale(), { timeZone: numbers?.zone, ...options });
const clock = (at) => moment(at, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const day = (at) => moment(at, { year: 'numeric', month: 'short', day: 'numeric', weekday: 'short' });
const queue = (name) => has('queue_' + name) ? t('queue_' + name) : name || '–';

function showLive() {
	if (!live) return;
	$('liveAt').textContent = t('liveAt', new Date(live.at).toLocaleTimeString(locale(), { hourCycle: 'h23' }));
	const some = (n, key) => n && t(key, n);
	$('live').replaceChildren(
		tile(t('openTalks'), live.open, t('withBot', live.with_bot)),
		tile(t('waitingFor'), live.waiting, live.waiting > 0 && t('longestWait', span(live.longest))),
		tile(t('servedBy'), live.served),
		tile(t('agentsOnline'), live.online + live.busy + live.wrapping, some(live.busy, 'agentsBusy'), some(live.wrapping, 'agentsWrapping'), some(live.away, 'agentsAway')),
		tile(t('inflow'), live.last_1h, t('inflow5', live.last_5m)),
	);
	$('lines').replaceChildren(...live.lines.map((q) => element('li', 'fact', [
		`${queue(q.queue)}: ${t('lineFacts', q.waiting)}`, t('lineServed', q.served), ...(q.waiting ? [t('longestWait', span(q.longest))] : []),
	].join(' · '))));
}

function showAlerts() {
	if (!alerts) return;
	$('alerts').replaceChildren(...(alerts.length ? alerts.map((a) => {
		const li = element('li', 'firing'), facts = element('p', 'soft');
		li.dataset.rule = a.rule;
		facts.append([...(a.about ?? []), t('since', clock(a.since))].join(' · '));
		if (a.conversation) {
			const look = element('a', '', t('toConversation'));
			look.href = '/agent#' + encodeURIComponent(a.conversation);
			facts.append(' · ', look);
		}
		li.append(element('strong', '', a.text), facts);
		return li;
	}) : [element('li', 'soft', t('noAlerts'))]));
}

function showNumbers() {
	for (const b of $('periods').children) b.setAttribute('aria-pressed', String(b.value === period));
	if (fault) $('figures').replaceChildren(element('p', 'said bad', t('loadFailed')));
	if (!numbers || fault) return;
	const last = new Date(new Date(numbers.before.to) - 1);
	$('compared').textContent = t('comparedWith', day(numbers.before.from) === day(last) ? `${day(last)}, ${clock(numbers.before.from)} – ${clock(numbers.before.to)}` : `${day(numbers.before.from)} – ${day(last)}`);
	const cards = element('div', 'cards'), chart = element('img', 'chart'), findings = element('ul', 'findings');
	cards.append(...numbers.figures.map(figure));
	chart.alt = t('inquiriesChart');
	chart.src = `/agent/metrics/chart.svg?period=${period}&lang=${language()}&at=${encodeURIComponent(numbers.through)}`;
	findings.append(...(numbers.findings.length ? numbers.findings.map((f) => element('li', f.verdict ?? '', f.text)) : [element('li', 'soft', t('noFindings'))]));
	const parts = [element('h3', '', t('findings')), findings, cards, element('h3', '', t('inquiriesChart')), chart];
	const gaps = element('a', '', t('gapsLink'));
	gaps.href = '/agent/knowledge#missing';
	const more = element('p');
	more.append(t('gaps') + ' – ', gaps);
	parts.push(
		...(numbers.costs?.length ? costs() : []),
		element('h3', '', t('byAgent')), table(numbers.agents),
		element('h3', '', t('byTopic')), table(numbers.topics), more,
		element('h3', '', t('risks')), element('p', 'soft', t('risksHint')), risks(),
	);
	const open = new Set([...$('figures').querySelectorAll('details[open]')].map((d) => d.parentElement.dataset.metric));
	$('figures').replaceChildren(...parts);
	for (const d of $('figures').querySelectorAll('details.meaning')) d.open = open.has(d.parentElement.dataset.metric);
}

function costs() {
	const cards = element('div', 'cards');
	cards.append(...numbers.costs.map(figure));
	return [element('h3', '', t('costs')), ...numbers.cost_text.map((text) => element('p', 'soft', text)), cards];
}

function risks() {
	if (!numbers.risks.length) return element('p', 'soft', t('noRisks'));
	const list = element('ul', 'list');
	list.append(...numbers.risks.map((r) => {
		const li = element('li'), meter = element('meter');
		Object.assign(meter, { value: r.score, low: 0.3, high: 0.6, optimum: 0 });
		meter.title = t('riskScore') + ' ' + amount('share', r.score);
		meter.setAttribute('aria-label', meter.title);
		li.append(
			meter, ' ', element('strong', 'customer', r.customer),
			element('p', 'soft', [r.reasons.map((reason) => t('risk_' + reason.signal)).join(t('comma')), t('riskTalks', r.episodes), `${t('lastSeen')} ${day(r.last)} ${clock(r.last)}`].join(' · ')),
		);
		return li;
	}));
	return list;
}

function showOutlook() {
	if (!outlook) return;
	const box = $('outlook'), o = outlook;
	if (o.need) { box.replaceChildren(element('p', 'soft', t('outlookShort', o.have))); return; }
	if (o.closed) { box.replaceChildren(element('p', 'soft', `${day(o.day)}: ${t('outlookClosed')}`)); return; }
	const whole = (x) => amount('count', Math.round(x)), tiles = element('div', 'tiles');
	tiles.append(tile(`${t('expected')} · ${day(o.day)}`, whole(o.talks), t('between', `${whole(o.low)} – ${whole(o.high)}`)));
	if (!o.people.length) { box.replaceChildren(tiles, element('p', 'soft', t('noStaffing'))); return; }
	const peak = o.people.reduce((a, b) => (b.agents > a.agents ? b : a));
	tiles.append(tile(t('peakPeople'), peak.agents, t('peakAt', clock(peak.from))), tile(t('personHours'), amount('count', o.people.reduce((sum, p) => sum + p.agents / 2, 0))));
	const more = element('details'), plan = element('ul', 'seating'), most = peak.agents || 1;
	const works = (p) => p.agents > 0;
	plan.append(...o.people.slice(o.people.findIndex(works), o.people.findLastIndex(works) + 1).map((p) => {
		const li = element('li'), bar = element('meter');
		bar.max = most;
		bar.value = p.agents;
		li.append(element('span', '', clock(p.from)), bar, element('b', '', String(p.agents)));
		return li;
	}));
	more.append(element('summary', '', t('seating')), plan);
	box.replaceChildren(tiles, element('p', 'soft', t('outlookBasis', t('handedShare', amount('share', o.handed)))), more);
}

async function fetched(url) {
	const response = await get(url);
	if (!response.ok) throw new Error(response.status);
	return response.json();
}

async function loadLive() {
	try {
		[live, alerts] = await Promise.all([fetched('/agent/api/metrics/live'), fetched('/agent/api/metrics/alerts?lang=' + language())]);
		showLive();
		showAlerts();
	} catch { /* the stream says so, and calls again */ }
}

let asked = 0; // only the answer to the latest question counts
async function loadNumbers() {
	const mine = ++asked;
	try {
		const answer = await fetched(`/agent/api/metrics?period=${period}&lang=${language()}`);
		if (mine !== asked) return;
		[numbers, fault] = [answer, false];
		if (!$('date').value) { $('date').value = new Date(numbers.through).toLocaleDateString('en-CA', { timeZone: numbers.zone }); linkReports(); }
	} catch { if (mine !== asked) return; fault = true; }
	showNumbers();
	showOutlook();
}

async function loadOutlook() {
	try { outlook = await fetched('/agent/api/metrics/outlook'); showOutlook(); } catch { /* the next look has it */ }
}

for (const b of $('periods').children) b.addEventListener('click', () => { period = b.value; showNumbers(); loadNumbers(); });

const kinds = ['week', 'day', 'agents', 'satisfaction', 'gaps', 'needs', 'bottlenecks', 'trends'];
function showReports() {
	const chosen = $('kind').value || 'week';
	$('kind').replaceChildren(...kinds.map((k) => { const o = element('option', '', t('kind_' + k)); o.value = k; return o; }));
	$('kind').value = chosen;
	linkReports();
}
function linkReports() {
	const query = new URLSearchParams({ period: $('kind').value, lang: language() });
	if ($('date').value) query.set('date', $('date').value);
	for (const [id, format] of [['open', 'html'], ['csv', 'csv'], ['json', 'json']]) {
		query.set('format', format);
		$(id).href = '/agent/metrics/report?' + query;
	}
}
$('kind').addEventListener('change', linkReports);
$('date').addEventListener('change', linkReports);

languageSwitch($('language'), () => { document.title = t('numbersTitle'); me.show(); showReports(); showLive(); showOutlook(); loadLive(); loadNumbers(); });
loadOutlook();
setInterval(loadNumbers, 60_000); // what happens now comes by the stream, what it adds up to can wait
follow('/agent/api/metrics/events', {
	onTurn: () => {},
	onClosed: stillSignedIn,
	onState: (state) => { $('connection').textContent = state === 'connecting' ? t('offline') : ''; if (state === 'changed') loadLive(); },
});
