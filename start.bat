@echo off
rem Starts the dashboard from this folder and opens the browser; another port: start.bat 8502
rem Plain ASCII, because cmd stumbles over other text; Chinese sentences come from tools\start.py and no-python.txt.
chcp 65001 >nul
pushd "%~dp0"
set PYTHONUTF8=1
for %%v in (3.11 3.12 3.13 3) do (
    py -%%v -c "" >nul 2>nul && (
        py -%%v tools\start.py --open %*
        goto end
    )
)
python -c "" >nul 2>nul && (
    python tools\start.py --open %*
    goto end
)
type tools\no-python.txt
:end
popd
pause
