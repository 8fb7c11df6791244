// Who is signed in on the agent side, and what happens when nobody is any more.

import { post as send } from './lines.js';
import { t } from './words.js';

// toSignIn leaves for the page where one signs in, which leads back here.
export function toSignIn() {
	location.replace('/agent/login?next=' + encodeURIComponent(location.pathname + location.search) + location.hash);
}

function checked(response) {
	if (response.status !== 401) return response;
	toSignIn();
	return new Promise(() => {}); // the page is about to go
}

// get and post are those of the agent side.
export async function get(url) { return checked(await fetch(url)); }
export async function post(url, body) { return checked(await send(url, body)); }

// stillSignedIn is what a stream asks before it tries again.
export async function stillSignedIn() { await get('/agent/api/me'); }

// Me is the part of a page that says who is signed in, and signs out.
export class Me {
	#place;
	#person = null;

	#known;

	// known is called when it is known who is signed in.
	constructor(place, known = () => {}) {
		this.#place = place;
		this.#known = known;
		place.querySelector('[data-out]').addEventListener('click', () => this.#out());
		this.#load();
	}

	get name() { return this.#person?.name ?? ''; }
	get supervisor() { return this.#person?.role === 'supervisor'; }

	async #load() {
		try {
			this.#person = await (await get('/agent/api/me')).json();
			this.show();
			this.#known();
		} catch { /* the streams of the page say that there is no connection */ }
	}

	show() {
		if (!this.#person) return;
		this.#place.querySelector('[data-name]').textContent = this.#person.name;
		this.#place.querySelector('[data-role]').textContent = t(this.supervisor ? 'role_supervisor' : 'role_agent');
	}

	async #out() {
		try {
			const response = await send('/agent/logout', {});
			if (!response.ok) return;
			sessionStorage.clear(); // what was not sent yet is nobody else's
			location.replace('/agent/login');
		} catch { /* he is still here, and sees it */ }
	}
}
