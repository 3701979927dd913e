"""Saved pages of four kinds of government portals, written for the tests: the same notice, told in four ways."""

from __future__ import annotations

TITLE = "关于公布2023年钟楼区中小学艺术展演活动评选结果的通知"
ISSUER = "钟楼区教育局"
DATE = "2023-11-08"
PARAGRAPHS = (
    "各中小学、幼儿园：",
    "2023年钟楼区中小学艺术展演活动日前落下帷幕。经专家评审，清潭实验小学获合唱小学组一等奖，现将结果予以公布（见下表）。",
    "希望获奖单位再接再厉，不断提高我区学校美育工作水平。",
)
SIGNED = ("常州市钟楼区教育局", "2023年11月8日")
NAVIGATION = ("首页", "机构概况", "政务公开", "办事服务", "互动交流", "专题专栏", "教育资讯", "通知公告")
OTHERS = (
    "关于做好2023年秋季学期开学工作的通知",
    "关于举办班主任基本功竞赛的通知",
    "荆川小学举行读书节启动仪式",
    "西新桥小学喜获省级荣誉",
)
ROWS = (
    ("学校", "节目名称", "组别", "奖次"),
    ("清潭实验小学", "春天在哪里", "小学组", "一等奖"),
    ("西新桥实验小学", "茉莉花", "小学组", "二等奖"),
    ("钟楼实验中学", "黄河怨", "中学组", "一等奖"),
)


def _links(words: tuple[str, ...]) -> str:
    return "".join(f'<li><a href="/col/{n}.html">{word}</a></li>' for n, word in enumerate(words))


def _table() -> str:
    """The third column's 小学组 is one cell over two rows."""
    out = []
    for n, (school, work, group, rank) in enumerate(ROWS):
        middle = "" if n == 2 else f'<td rowspan="2">{group}</td>' if n == 1 else f"<td>{group}</td>"
        out.append(f"<tr><td>{school}</td><td>{work}</td>{middle}<td>{rank}</td></tr>")
    return f"<table border=1>{''.join(out)}</table>"


def _footer() -> str:
    return "<p>版权所有：常州市钟楼区教育局　地址：星港路88号　苏ICP备05003616号</p><p>主办：钟楼区教育局 技术支持：大汉网络</p>"


def with_meta_tags() -> bytes:
    """The page labels that government sites must have, the body marked by TRS, in UTF-8."""
    body = "".join(f"<p>　　{text}</p>" for text in PARAGRAPHS[:2])
    end = "".join(f'<p align="right">{text}</p>' for text in (*PARAGRAPHS[2:], *SIGNED))
    return f"""<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>{TITLE}_通知公告_常州市钟楼区教育局</title>
<meta name="SiteName" content="常州市钟楼区教育局"><meta name="SiteDomain" content="www.example.gov.cn">
<meta name="ColumnName" content="通知公告"><meta name="ColumnType" content="政策文件">
<meta name="ArticleTitle" content="{TITLE}"><meta name="PubDate" content="2023-11-08 16:20">
<meta name="ContentSource" content="{ISSUER}"><meta name="Url" content="https://www.example.gov.cn/art/2023/11/8/1.html">
<script>var a = "<p>脚本里的字</p>";</script><style>.x {{ color: red }}</style></head>
<body><div class="header"><ul class="nav">{_links(NAVIGATION)}</ul></div>
<div class="position">您当前的位置：<a href="/">首页</a> &gt; <a href="/tz/">通知公告</a></div>
<div class="main"><h1>{TITLE}</h1>
<div class="info"><span>发布时间：2023-11-08 16:20</span> <span>来源：{ISSUER}</span> <span>浏览次数：<b>123</b></span></div>
<div class="share">分享到：<a href="#">微信</a><a href="#">微博</a></div>
<div id="zoom"><div class="TRS_Editor">{body}{_table()}{end}</div></div>
<div class="relate"><h3>相关文章</h3><ul>{_links(OTHERS)}</ul></div></div>
<div class="footer">{_footer()}</div></body></html>""".encode()


def of_nested_tables() -> bytes:
    """A page of the years about 2008: laid out in tables within tables, line breaks for paragraphs, in GB 2312."""
    body = "<br>".join(f"&nbsp;&nbsp;&nbsp;&nbsp;{text}" for text in PARAGRAPHS[:2])
    end = "<br>".join((*PARAGRAPHS[2:], *SIGNED))
    side = "".join(f'<tr><td><a href="{n}.asp">{text}</a></td></tr>' for n, text in enumerate(OTHERS))
    top = "".join(f'<td><a href="{n}.asp">{text}</a></td>' for n, text in enumerate(NAVIGATION))
    return f"""<HTML><HEAD><META http-equiv="Content-Type" content="text/html; charset=gb2312">
<TITLE>{TITLE} - 钟楼教育信息网</TITLE></HEAD><BODY><form id="form1">
<TABLE width=1000><TR>{top}</TR></TABLE>
<TABLE width=1000><TR><TD width=200 valign=top><TABLE><TR><TD>最新文章</TD></TR>{side}</TABLE></TD>
<TD><TABLE width="100%"><TR><TD>当前位置：<a href="/">首页</a> >> <a href="/">文件通知</a> >> 正文</TD></TR>
<TR><TD align=center class=title><font size=5><b>{TITLE}</b></font></TD></TR>
<TR><TD align=center>作者：佚名　　来源：{ISSUER}　　点击数：88　　更新时间：2023-11-8</TD></TR>
<TR><TD>{body}<br>{_table()}<br>{end}</TD></TR>
<TR><TD>【<a href="#">打印本页</a>】【<a href="#">关闭窗口</a>】</TD></TR></TABLE></TD></TR></TABLE>
<TABLE width=1000><TR><TD align=center>{_footer()}</TD></TR></TABLE></form></BODY></HTML>""".encode("gb18030")


def of_open_government() -> bytes:
    """A page of open government: an index table of labels above the text, no first-level heading, in UTF-8."""
    body = "".join(f"<p class='MsoNormal'><span>{text}</span></p>" for text in PARAGRAPHS[:2])
    end = "".join(f"<p>{text}</p>" for text in (*PARAGRAPHS[2:], *SIGNED))
    return f"""<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"/><title>信息公开</title></head>
<body><div class="top"><ul>{_links(NAVIGATION)}</ul></div><div class="location">所在位置：首页 > 信息公开目录 > 教育</div>
<div class="xxgk_box"><table class="xxgk_table">
<tr><td>索 引 号：</td><td>014109/2023-00123</td><td>主题分类：</td><td>科技、教育 通知</td></tr>
<tr><td>发布机构：</td><td>{ISSUER}</td><td>发文日期：</td><td>2023年11月8日</td></tr>
<tr><td>文 号：</td><td>钟教发〔2023〕45号</td><td>有 效 性：</td><td>有效</td></tr>
<tr><td>信息名称：</td><td colspan="3">{TITLE}</td></tr></table>
<div class="xxgk_content">{body}{_table()}{end}</div></div>
<div class="foot">{_footer()}</div></body></html>""".encode()


def of_no_known_maker() -> bytes:
    """A page whose marks nobody knows: the body in a nameless element between lists of links."""
    body = "".join(f"<section>{text}</section>" for text in PARAGRAPHS[:2])
    end = "".join(f"<section>{text}</section>" for text in (*PARAGRAPHS[2:], *SIGNED))
    return f"""<!doctype html><html lang="zh"><head><meta charset="UTF-8"><title>{TITLE}-钟楼教育</title>
<meta property="og:title" content="{TITLE}"><meta property="article:published_time" content="2023-11-08T16:20:00+08:00">
<meta property="og:site_name" content="{ISSUER}"><link rel="canonical" href="https://edu.example.cn/n/8.html"></head>
<body><nav><ul>{_links(NAVIGATION)}</ul></nav><div class="c1"><div class="c2"><h1>{TITLE}</h1>
<div class="c5"><div class="c6">{body}</div>{_table()}<div class="c7">{end}</div></div></div>
<aside><h3>热点推荐</h3><ul>{_links(OTHERS)}</ul></aside></div>
<footer>{_footer()}</footer></body></html>""".encode()
