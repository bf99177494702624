import json, os, urllib.request
from typing import Annotated
from fastapi import Depends, FastAPI, HTTPException, Request

LOGIN = os.environ.get('LOGIN_SERVER', 'http://localhost:5000')

def who_is(request: Request) -> dict:
    name = 'authorization' if 'authorization' in request.headers else 'cookie'
    ask = urllib.request.Request(f'{LOGIN}/api/session', headers={name: request.headers.get(name, '')})
    try:
        with urllib.request.urlopen(ask, timeout=5) as answer:
            return json.load(answer)
    except OSError as error:
        if getattr(error, 'code', None) == 401:
            raise HTTPException(401, 'Sign in first.')
        raise HTTPException(503, 'Try again in a moment.')

app = FastAPI()

@app.get('/')
def hello(who: Annotated[dict, Depends(who_is)]) -> str:
    return f"Hello, {who['account']['username']}."
