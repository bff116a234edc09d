/** What a page does without any library: no check, no error, no timeout. */

const json = (response) => response.json();

export async function open({ usercom, cube, query }) {
  const user = { headers: { Authorization: `Token ${usercom.apiKey}` } };
  const session = { headers: { "CB-Token": cube.token } };
  const tags = cube.tags.map((tag) => `user_tags[in][]=${tag}`).join("&");
  return {
    user: () => fetch(`${usercom.baseUrl}/users/search/?key=${usercom.key}`, user).then(json),
    users: () => fetch(`${usercom.baseUrl}/users/`, user).then(json),
    cubeUser: () => fetch(`${cube.baseUrl}/users/v2?id=${cube.id}&limit=1`, session).then(json),
    cubeUsers: () => fetch(`${cube.baseUrl}/users/v2?${tags}&limit=100`, session).then(json),
    cubeQuery: () => fetch(`${cube.baseUrl}/users/v2?${query.text}`, session).then(json),
  };
}
