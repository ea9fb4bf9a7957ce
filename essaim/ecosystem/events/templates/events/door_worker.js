// Answers in the place of the site while the network is down, for one page and until the end of one day.
const KEPT = {{ kept|safe }};

const forget = async () => {
  await caches.delete(KEPT.cache);
  await self.registration.unregister();
};

self.addEventListener("install", (event) => {
  const keep = async () => {
    const cache = await caches.open(KEPT.cache);
    await cache.addAll([KEPT.shell, ...KEPT.files]);
    await self.skipWaiting();
  };
  event.waitUntil(keep());
});

self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("message", (event) => {
  if (event.data === "forget") event.waitUntil(forget());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (Date.now() >= KEPT.until) {
    event.waitUntil(forget());
    return;
  }
  const isDoor = request.mode === "navigate" && pathname === KEPT.door;
  if (!isDoor && !KEPT.files.includes(pathname)) return;
  const kept = async () => (await caches.open(KEPT.cache)).match(isDoor ? KEPT.shell : pathname);
  event.respondWith(fetch(request).catch(async (failure) => (await kept()) ?? Promise.reject(failure)));
});
