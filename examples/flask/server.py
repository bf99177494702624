import json, os, urllib.request
from flask import Flask, abort, g, request

LOGIN = os.environ.get('LOGIN_SERVER', 'http://localhost:5000')
app = Flask(__name__)

@app.before_request
def who_is():
    name = 'Authorization' if 'Authorization' in request.headers else 'Cookie'
    ask = urllib.request.Request(f'{LOGIN}/api/session', headers={name: request.headers.get(name, '')})
    try:
        with urllib.request.urlopen(ask, timeout=5) as answer:
            g.who = json.load(answer)
    except OSError as error:
        if getattr(error, 'code', None) == 401:
            abort(401, 'Sign in first.')
        abort(503, 'Try again in a moment.')

@app.get('/')
def hello():
    return f"Hello, {g.who['account']['username']}."
