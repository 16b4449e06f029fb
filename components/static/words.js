/*
 * Words of the framework that has none of its own to set: said in Chinese wherever they appear. Texts, names for screen
 * readers and placeholders; what is not listed stays as it is, and tests/test_browser_words.py finds it.
 */
(function () {
  "use strict";
  if (window.chineseWords) return;
  window.chineseWords = true;

  const WORDS = {
    "Skip to main content": "跳到正文",
    "Main menu": "主菜单",
    "Navigate to home page": "回到首页",
    "App Logo": "标志",
    "Logo": "标志",
    "file upload": "选择文件",
    "App pages": "各页",
    "Running...": "正在计算……",
    "Stop": "停止",
    "Close": "关闭",
    "Open": "打开",
    "Cancel": "取消",
    "Copy": "复制",
    "Try again": "再试一次",
    "No results": "没有找到",
    "Choose an option": "请选择",
    "Choose options": "请选择",
    "Select all": "全选",
    "Selectbox options": "可选的各项",
    "Clear value": "清空",
    "Clear entry": "清空",
    "Clear all": "清空",
    "Increment": "加",
    "Decrement": "减",
    "Press Enter to apply": "按回车确认",
    "Press Enter to submit form": "按回车提交",
    "Number is above the allowed range.": "数太大了。",
    "Number is below the allowed range.": "数太小了。",
    "Invalid input.": "填得不对。",
    "Browse files": "选择文件",
    "Upload": "选择文件",
    "Add files": "添加文件",
    "Drag and drop file here": "或把文件拖到这里",
    "Drag and drop files here": "或把文件拖到这里",
    "Scrollable table": "可滚动的表",
    "Notifications": "通知",
    "Button action menu": "更多操作",
    "Connection error": "和服务程序的连接断了",
    "Connection timed out": "和服务程序的连接断了",
    "Connection lost. Please wait for the app to reconnect, then try again.": "连接断了，正在重新连接，请稍候再试。",
    "Script execution error": "程序出错了",
    "Page not found": "没有这一页",
    "Fullscreen": "放大",
    "Close fullscreen": "还原",
    "Download as CSV": "下载 CSV",
    "Search": "查找",
    "Close Search": "关闭查找",
    "Next Result": "下一个",
    "Previous Result": "上一个",
    "Show/hide columns": "显示或隐藏列",
    "Copy column name": "复制列名",
    "Dataframe column menu": "列的操作",
  };
  const LOST = "服务程序没有应答。请看运行程序的窗口是不是关掉了：重新启动后，本页会自己连上；没有保存的填写可能要重做。";
  const PATTERNS = [
    [/^(\d+) more$/, "更多（$1）"],
    [/^View (\d+) more$/, "再看 $1 项"],
    [/^View less$/, "收起"],
    [/^Remove (.+)$/, "去掉 $1"],
    [/^Add: (.+)$/, "添加：$1"],
    [/^Selected (.+?)\. (.+)$/, "$2：已选 $1"],
    [/^Is Streamlit still running\?.*$/s, LOST],
    [/^Streamlit server is not responding\..*$/s, LOST],
    [/^(Connection (closed|failed)|Failed to establish|Client Error|Error setting up).*$/s, LOST],
    [/^(\d+)\s?([KMG]B) per file(.*)$/, "每个文件不超过 $1 $2$3"],
    [/^File must be (.+) or smaller\.$/, "文件不能超过 $1。"],
  ];
  const SPOKEN = ["aria-label", "placeholder", "title", "alt", "aria-roledescription"];

  function chinese(said) {
    const text = said.trim();
    if (!/[A-Za-z]{3}/.test(text)) return null;
    if (Object.hasOwn(WORDS, text)) return said.replace(text, () => WORDS[text]);
    for (const [pattern, words] of PATTERNS) if (pattern.test(text)) return text.replace(pattern, words);
    return null;
  }

  function say(node) {
    if (node.nodeType === Node.TEXT_NODE) {
      const words = chinese(node.nodeValue);
      if (words !== null) node.nodeValue = words;
    } else if (node.nodeType === Node.ELEMENT_NODE && !["SCRIPT", "STYLE", "TEXTAREA"].includes(node.tagName)) {
      for (const name of SPOKEN) {
        const words = node.hasAttribute(name) ? chinese(node.getAttribute(name)) : null;
        if (words !== null) node.setAttribute(name, words);
      }
      node.childNodes.forEach(say);
    }
  }

  say(document.body);
  new MutationObserver((changes) => {
    for (const change of changes) {
      if (change.type === "childList") change.addedNodes.forEach(say);
      else if (change.type === "characterData") say(change.target);
      else say(change.target);
    }
  }).observe(document.body, {
    subtree: true,
    childList: true,
    characterData: true,
    attributes: true,
    attributeFilter: SPOKEN,
  });
  document.documentElement.lang = "zh-CN";
})();
