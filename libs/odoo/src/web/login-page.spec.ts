import { isSignedBy, readLoginPage } from './login-page';

const PAGE = `<script>var odoo = { csrf_token: "1b4ee1ab537dd6be35d1b92a1a61a6c687ed807co1826871198", debug: "" };</script>
<link rel="stylesheet" href="/web/assets/04facba/web.assets_frontend.min.css"/>
<script src='/web/assets/1621975/web.assets_frontend_minimal.min.js'></script>
<script data-src="/web/assets/1621975/web.assets_frontend_minimal.min.js"></script>
<form><input type="text" name="login" id="login"/><input type="password" name="password"/></form>`;
const SECRET = '831c7322-d0db-4783-a270-c1180bc56aca';
const SESSION = 'bOKC1ZhhufD2RecIckUriAi-CKdtp75Iu2DgmjDPc4x-gc8arJeoS4FlGd_Af4ncRJ_s4G6JH4lrAnLgcn5K';

describe('the log-in page of Odoo', () => {
  it('tells its form, what it loads, and its token', () => {
    expect(readLoginPage(PAGE)).toEqual({
      hasForm: true,
      assets: [
        '/web/assets/04facba/web.assets_frontend.min.css',
        '/web/assets/1621975/web.assets_frontend_minimal.min.js',
      ],
      csrfToken: '1b4ee1ab537dd6be35d1b92a1a61a6c687ed807co1826871198',
    });
  });

  it('is told from any other page', () => {
    expect(readLoginPage('<h1>Internal Server Error</h1>')).toEqual({ hasForm: false, assets: [] });
  });

  it('is signed by the database that has made it, as an Odoo 19 did', () => {
    const { csrfToken } = readLoginPage(PAGE);
    expect(isSignedBy(csrfToken!, SESSION, SECRET)).toBe(true);
    expect(isSignedBy(csrfToken!, SESSION, 'another')).toBe(false);
    expect(isSignedBy(csrfToken!, 'another', SECRET)).toBe(false);
    expect(isSignedBy('', SESSION, SECRET)).toBe(false);
  });
});
