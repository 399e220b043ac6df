-- The whole book in one walk: numbers, figures, tables, cross references, callouts, folded code,
-- links between sources, citations. What cannot be resolved is listed in the metadata `problems`.
-- Input: one Div a chapter, with the attributes path, href and appendix.

package.path = pandoc.path.directory(PANDOC_SCRIPT_FILE) .. '/?.lua;' .. package.path
local columns = require 'columns'

local html, code_in_pdf, references_href
local problems, shown_files = pandoc.List(), pandoc.List()
local labels = {} -- label -> {name, number, href}; every fig-, tbl- and sec-
local ids = {} -- id -> path of its source; the PDF is one document
local pages = {} -- source path -> {href, id, ids}
local here, cell_place -- the chapter and notebook cell being walked
local KINDS = { fig = 'Figure', tbl = 'Table', sec = 'Section' }
local UNKNOWN = {}
for kind in ('eq lst thm lem cor prp cnj def exm exr nte tip wrn imp cau'):gmatch('%S+') do
  UNKNOWN[kind] = true
end
local CALLOUTS = { note = 'Note', tip = 'Tip', warning = 'Warning', important = 'Important', caution = 'Caution' }

local function problem(text)
  problems:insert((cell_place or here.path) .. ': ' .. text)
end

local function raw(text)
  return pandoc.RawBlock(html and 'html' or 'typst', text)
end

local function raw_inline(text)
  return pandoc.RawInline(html and 'html' or 'typst', text)
end

local function escaped(text)
  return (text:gsub('[&<>"]', { ['&'] = '&amp;', ['<'] = '&lt;', ['>'] = '&gt;', ['"'] = '&quot;' }))
end

local function typst_string(text)
  return '"' .. text:gsub('[\\"]', '\\%0'):gsub('%s+', ' ') .. '"'
end

-- Conditional content -------------------------------------------------------------------------

local function holds(format)
  if format ~= 'html' and format ~= 'typst' then problem('asks for the format ' .. format .. '; there are html and typst') end
  return (format == 'html') == html
end

local function visible(el)
  local when, unless = el.attributes['when-format'], el.attributes['unless-format']
  local met = (not when or holds(when)) and not (unless and holds(unless))
  if el.classes:includes 'content-visible' then return met end
  if el.classes:includes 'content-hidden' then return not met end
end

local function conditional(el)
  local shown = visible(el)
  if shown == nil then return nil end
  return shown and el.content or {}
end

-- Numbers -------------------------------------------------------------------------------------

local function declare(label, name, number)
  local first = labels[label]
  if first then return problem(('the label %s is already used in %s'):format(label, first.path)) end
  labels[label] = { name = name, number = number, path = here.path, href = here.href }
end

local function numbered(kind)
  here[kind] = (here[kind] or 0) + 1
  return (here.number ~= '' and here.number .. '.' or '') .. here[kind]
end

local function slug(content)
  local text = pandoc.utils.stringify(content):lower():gsub('[^%w]+', '-'):gsub('^-+', ''):gsub('-+$', '')
  local base, count = here.stem .. '-' .. text, 1
  local id = base
  while here.auto[id] do
    count = count + 1
    id = base .. '-' .. count
  end
  here.auto[id] = true
  return id
end

local function heading(el)
  if el.level == 1 then
    if here.id then problem('has a second top heading; a chapter has one') end
    here.unnumbered = el.classes:includes 'unnumbered'
    here.number = here.unnumbered and '' or here.next_number()
    here.counts = {}
  elseif not here.id then
    problem('must begin with its title: # Title {#sec-name}')
    here.id, here.number, here.unnumbered, here.counts = '', '', true, {}
  end
  local number = here.number
  if here.unnumbered and not el.classes:includes 'unnumbered' then el.classes:insert 'unnumbered' end
  if el.classes:includes 'unnumbered' then
    number = ''
  elseif el.level > 1 then
    local counts = here.counts
    counts[el.level] = (counts[el.level] or 0) + 1
    for level = el.level + 1, 6 do counts[level] = nil end
    for level = 2, el.level do number = number .. '.' .. (counts[level] or 0) end
  end
  local name = el.level > 1 and 'Section' or here.appendix and 'Appendix' or 'Chapter'
  if el.identifier:match '^sec%-' then
    declare(el.identifier, name, number ~= '' and number or nil)
    labels[el.identifier].title = el.content:clone()
  end
  if el.identifier == '' then el.identifier = slug(el.content) end
  if el.level == 1 then
    here.id, here.title = el.identifier, pandoc.utils.stringify(el.content)
  end
  local level = el.classes:includes 'unlisted' and 9 or el.level -- too low for any list of contents
  here.toc:insert { level = level, id = el.identifier, number = number, title = pandoc.utils.stringify(el.content) }
  if html and number ~= '' then
    local shown = el.level == 1 and name .. ' ' .. number or number
    el.content:insert(1, pandoc.Span(shown, { class = 'number' }))
    el.content:insert(2, pandoc.Space())
  end
  return el
end

-- Figures and tables --------------------------------------------------------------------------

local function captioned(kind, number, caption)
  local words = pandoc.List(caption)
  local label = pandoc.Span(KINDS[kind] .. ' ' .. number .. (#words > 0 and '.' or ''), { class = 'float-number' })
  if not html then label = pandoc.Strong(label.content) end
  if #words > 0 then words:insert(1, pandoc.Space()) end
  words:insert(1, label)
  return words
end

local function plain_table(el)
  el = columns.breakable(el, html and raw_inline '<wbr>' or pandoc.Str '\u{200b}')
  local widths = el.attributes['tbl-colwidths']
  el.attributes['tbl-colwidths'] = nil
  local given = {}
  for width in (widths or ''):gmatch '[%d.]+' do table.insert(given, tonumber(width) / 100) end
  if #given > 0 and #given ~= #el.colspecs then problem('tbl-colwidths needs one width a column') end
  if #given == 0 then
    given = columns.widths(el)
  elseif #given == #el.colspecs then
    given = columns.fitted(el, given)
  end
  if #given > 0 then el.classes:insert 'wide' end
  for i, spec in ipairs(el.colspecs) do el.colspecs[i] = { spec[1], given[i] } end
  return html and el or columns.with_short_rows(el, given)
end

local function float(kind, id, caption, blocks)
  if kind == 'tbl' and html then
    for _, block in ipairs(blocks) do
      if block.t == 'Table' then block.attr = pandoc.Attr('', block.classes) end
    end
  end
  local words = caption
  if id then
    local number = numbered(kind)
    declare(id, KINDS[kind], number)
    if #caption == 0 then problem(id .. ' has no caption') end
    words = captioned(kind, number, caption)
  end
  if not html then
    local open = ('#float(%s, kind: %s, caption: ['):format(id and '<' .. id .. '>' or 'none', kind == 'fig' and 'image' or 'table')
    local result = pandoc.Blocks { raw(open), pandoc.Plain(words), raw '], [' }
    result:extend(blocks)
    result:insert(raw '])')
    return result
  end
  local figcaption = { raw '<figcaption>', pandoc.Plain(words), raw '</figcaption>' }
  local result = pandoc.Blocks { raw(('<figure%s class="float %s">'):format(id and ' id="' .. id .. '"' or '', kind)) }
  if kind == 'tbl' then result:extend(figcaption) end
  result:extend(blocks)
  if kind == 'fig' then result:extend(figcaption) end
  result:insert(raw '</figure>')
  return result
end

local function long_caption(caption)
  return pandoc.utils.blocks_to_inlines(caption.long)
end

local function picture(figure)
  local image
  figure.content:walk { Image = function(el) image = el end }
  if not image then return figure end
  local alt = image.attributes['fig-alt'] or pandoc.utils.stringify(long_caption(figure.caption))
  image.attributes['fig-alt'] = nil
  image.caption = { pandoc.Str(alt) }
  return pandoc.Plain { image }
end

local function figure(el)
  local caption = long_caption(el.caption)
  local content = pandoc.Blocks { picture(el) }
  if el.identifier:match '^fig%-' then return float('fig', el.identifier, caption, content), false end
  if not html then return pandoc.Figure(content, caption, el.attr), false end
  return pandoc.Figure(content, caption, pandoc.Attr(el.identifier, { 'float' })), false
end

local function tabular(el)
  local caption, id = long_caption(el.caption), el.identifier
  el.caption = pandoc.Caption()
  el = plain_table(el)
  el.identifier = ''
  if id:match '^tbl%-' then return float('tbl', id, caption, { el }), false end
  if #caption > 0 then return float('tbl', nil, caption, { el }), false end -- no label, no number
  return el, false
end

-- A topdown walk does not visit what a function returns, only what lies inside it.
local function spliced(blocks)
  return pandoc.Div(blocks, { class = 'spliced', place = cell_place })
end

-- Walks the blocks of a chapter one by one, so that what is wrong in one is told with its own place.
local function by_block(blocks, filter)
  local walked = pandoc.Blocks {}
  for _, block in ipairs(blocks) do
    cell_place = block.t == 'Div' and block.attributes.place or nil
    walked:extend(pandoc.Blocks { block }:walk(filter))
  end
  cell_place = nil
  return walked
end

-- Notebook cells ------------------------------------------------------------------------------

local function cell(el)
  cell_place = el.attributes.place
  local before, shown, caption = pandoc.Blocks {}, pandoc.Blocks {}, nil
  for _, block in ipairs(el.content) do
    if block.t == 'CodeBlock' and block.classes:includes 'cell-code' then
      before:insert(block)
    elseif block.t == 'Div' and block.classes:includes 'cell-caption' then
      caption = pandoc.utils.blocks_to_inlines(block.content)
    elseif block.t == 'Div' and block.classes:includes 'cell-output' then
      shown:extend(block.content)
    else
      shown:insert(block)
    end
  end
  local kind = el.identifier:match '^(%a+)%-'
  local is_float = kind == 'fig' or kind == 'tbl'
  local alt, images = el.attributes['fig-alt'], 0
  shown = shown:walk {
    Image = function(image)
      images = images + 1
      if alt then image.caption = { pandoc.Str(alt) } end
      return image
    end,
    Table = function(tbl)
      if not is_float then return nil end
      tbl.attributes['tbl-colwidths'] = el.attributes['tbl-colwidths']
      tbl.caption = pandoc.Caption()
      return plain_table(tbl)
    end,
  }
  if kind == 'fig' and not alt then problem(el.identifier .. ' has no fig-alt') end
  if kind == 'fig' and images == 0 then problem(el.identifier .. ' shows no picture') end
  local base = el.attributes.base
  if base then -- embedded: its links are written from its own notebook
    local function from_root(link)
      if link.target:match '^[%w_.-][^:]*$' then
        link.target = '/' .. pandoc.path.join { pandoc.path.directory(base), link.target }
        link.classes:insert 'from-root'
        return link
      end
    end
    shown = shown:walk { Link = from_root }
    if caption then caption = caption:walk { Link = from_root } end
  end
  if is_float then
    before:extend(float(kind, el.identifier, caption or {}, shown))
    return before, false
  end
  if caption then problem 'has a caption and no label: that of a table begins with tbl-, of a figure with fig-' end
  before:extend(shown)
  return spliced(before) -- walked on: outputs may hold headings and tables of their own
end

-- Callouts and other divisions ------------------------------------------------------------------

local function example_list(el)
  if el.style == 'Example' then problem 'has a line that begins with (@: pandoc takes it for a numbered example' end
end

local function callout(el, kind)
  local title = CALLOUTS[kind]
  if not title then return problem('has the unknown callout ' .. kind) end
  local content = el.content
  local words = pandoc.Inlines(el.attributes.title and pandoc.utils.blocks_to_inlines(
    pandoc.read(el.attributes.title, 'markdown').blocks) or title)
  if content[1] and content[1].t == 'Header' then words = content:remove(1).content end
  local result = pandoc.Blocks {}
  if not html then
    result:insert(raw(('#callout-box("%s", ['):format(kind)))
    result:insert(pandoc.Plain(words))
    result:insert(raw '], [')
    result:extend(content)
    result:insert(raw '])')
    return spliced(result)
  end
  local folded = el.attributes.collapse ~= nil and el.attributes.collapse ~= 'false'
  local id = el.identifier ~= '' and (' id="%s"'):format(escaped(el.identifier)) or ''
  local open = folded and '<details class="callout %s"%s><summary class="callout-title">'
    or '<div class="callout %s" role="note"%s><p class="callout-title">'
  result:insert(raw(open:format(kind, id)))
  result:insert(pandoc.Plain(words))
  result:insert(raw(folded and '</summary>' or '</p>'))
  result:extend(content)
  result:insert(raw(folded and '</details>' or '</div>'))
  return spliced(result)
end

local function division(el)
  if el.classes:includes 'cell' then return cell(el) end
  for _, class in ipairs(el.classes) do
    local kind = class:match '^callout%-(.+)'
    if kind then return callout(el, kind) end
    if class:match '^panel%-' or class:match '^column%-' then problem('uses the unknown division .' .. class) end
  end
  if el.attributes['layout-ncol'] or el.attributes.layout then problem 'uses a layout division' end
  local kind = el.identifier:match '^(%a+)%-'
  if kind == 'fig' or kind == 'tbl' then
    local caption = el.content:remove()
    if not caption or caption.t ~= 'Para' then
      problem(el.identifier .. ' must end with its caption, a paragraph')
      return el
    end
    local blocks = el.content:walk {
      Figure = picture,
      Table = plain_table,
    }
    return float(kind, el.identifier, caption.content, blocks), false
  end
  return el
end

-- Second walk: everything that needs all labels ------------------------------------------------

local function relative(href)
  local folder = pandoc.path.directory(here.href)
  return folder == '.' and href or pandoc.path.make_relative(href, folder, true)
end

local function link_to(text, href, id)
  return pandoc.Link(text, html and (href == here.href and '' or relative(href)) .. '#' .. id or '#' .. id, '', { class = 'ref' })
end

local function reference(citation)
  local label = labels[citation.id]
  if not label then return problem(('@%s is not the label of anything'):format(citation.id)) end
  local words = pandoc.Inlines {}
  if #citation.prefix > 0 then
    words:extend(citation.prefix)
    words:insert(pandoc.Str '\u{a0}')
  elseif label.number and citation.mode ~= 'SuppressAuthor' then
    words:insert(pandoc.Str(label.name .. '\u{a0}'))
  end
  if label.number then words:insert(pandoc.Str(label.number)) else words:extend(label.title) end
  local result = pandoc.Inlines { link_to(words, label.href, citation.id) }
  result:extend(citation.suffix)
  return result
end

local function cite(el)
  local found, result = 0, pandoc.Inlines {}
  for i, citation in ipairs(el.citations) do
    local kind = citation.id:match '^(%a+)%-'
    if KINDS[kind] then
      found = found + 1
      if i > 1 then result:extend { pandoc.Str ',', pandoc.Space() } end
      result:extend(reference(citation) or {})
    elseif UNKNOWN[kind] then
      problem(('@%s is of a kind this report does not use'):format(citation.id))
    end
  end
  if found == 0 then return nil end
  if found < #el.citations then problem 'mixes a cross reference and a citation in one bracket' end
  return result
end

local function source_path(target)
  if target:match '^/' then return pandoc.path.normalize(target:sub(2)) end
  local parts = pandoc.List {}
  for _, part in ipairs(pandoc.path.split(pandoc.path.join { pandoc.path.directory(here.path), target })) do
    if part == '..' then parts:remove() elseif part ~= '.' then parts:insert(part) end
  end
  return table.concat(parts, '/')
end

-- Returns the address a link gets, or nil where it is to be printed without one.
local function address(target, from_root)
  if target:match '^%a[%w+.-]*:' then return target end
  local file, id = target:match '^([^#]*)#?(.*)$'
  local path = file == '' and here.path or source_path(file)
  local page = pages[path]
  if not page then
    if file:match '%.ipynb$' or file:match '%.qmd$' then
      problem(('links to %s, which is no chapter'):format(target))
    end
    return html and target or nil
  end
  if file ~= '' and id == '' then
    problem(('links to %s without a place in it (#sec-...), which print needs'):format(target))
  elseif target:match '^/' and not from_root then
    problem(('links to %s: write the path from this source'):format(target))
  elseif id ~= '' and not page.ids[id] then
    problem(('links to %s, and there is no such place'):format(target))
  end
  if not html then return '#' .. (id ~= '' and id or page.id) end
  return (file == '' and '' or relative(page.href)) .. (id ~= '' and '#' .. id or '')
end

local function link(el)
  if el.classes:includes 'ref' then return nil end
  local target = address(el.target, el.classes:includes 'from-root')
  el.classes = el.classes:filter(function(class) return class ~= 'from-root' end)
  if not target then return el.content end
  el.target = target
  return el
end

local function html_links(text)
  return (text:gsub('href="([^"#][^"]-%.ipynb#?[^"]*)"', function(target)
    return 'href="' .. (address(target) or '') .. '"'
  end):gsub('href="([^"#][^"]-%.qmd#?[^"]*)"', function(target)
    return 'href="' .. (address(target) or '') .. '"'
  end))
end

local function image(el)
  local alt, width = pandoc.utils.stringify(el.caption), el.attributes.width
  if not el.src:match '^/' then el.src = '/' .. source_path(el.src) end
  shown_files:insert(el.src:sub(2))
  if html then
    el.src = relative(el.src:sub(2))
    el.caption = { pandoc.Str(alt) }
    el.classes = el.classes:filter(function(class) return class ~= 'natural' end)
    return el
  end
  local size = width and width:match '^(%d+)px$'
  local given = size and ('%.2fin'):format(tonumber(size) / 96) or width or 'auto'
  return raw_inline(('#picture(%s, alt: %s, width: %s)'):format(typst_string(el.src), typst_string(alt), given))
end

local function code(el)
  if html then el.attributes.tabindex = '0' end -- what scrolls is reached by keyboard
  if not el.classes:includes 'cell-code' then
    if el.classes:includes 'cell-stdout' and not html then el.classes = {} end
    return el
  end
  local summary = el.attributes.summary
  el.attributes.summary = nil
  if not html then return code_in_pdf and el or {} end
  return { raw('<details class="code"><summary>' .. escaped(summary) .. '</summary>'), el, raw '</details>' }
end

-- PDF/UA asks for a text beside each formula; TeX is what screen readers' users know.
local function formula(el)
  if html then return nil end
  return { raw_inline('#[#set math.equation(alt: ' .. typst_string(el.text) .. ')\n'), el, raw_inline ']' }
end

local function unspliced(el)
  if el.classes:includes 'spliced' then return el.content end
end

local function scrolling(el)
  if not html then return nil end
  return { raw '<div class="table-scroll" tabindex="0">', el, raw '</div>' }
end

local function anchors(el)
  local shown = conditional(el)
  if shown then return shown end
  if html or el.identifier == '' then return nil end
  local content = pandoc.Inlines { raw_inline(('#anchor(<%s>)'):format(el.identifier)) }
  el.identifier = ''
  content:insert(el)
  return content
end

local function raw_block(el)
  if el.format == 'html' and html then
    return pandoc.RawBlock('html', html_links(el.text))
  elseif el.format ~= 'html' and el.format ~= 'typst' then
    problem('has raw ' .. el.format .. '; use html or typst')
  end
end

local function collect_ids(blocks)
  local function note(el)
    if el.identifier == '' then return end
    if el.t == 'Span' and #el.content == 0 then problem('has the empty anchor ' .. el.identifier .. '; give it words') end
    if ids[el.identifier] then problem(('has the id %s, already used in %s'):format(el.identifier, ids[el.identifier])) end
    ids[el.identifier] = here.path
    here.ids[el.identifier] = true
  end
  local function note_raw(el)
    if html and el.format == 'html' then
      for id in el.text:gmatch '%sid="([^"]+)"' do here.ids[id] = true end
    end
  end
  blocks:walk { Div = note, Span = note, Code = note, CodeBlock = note, Link = note, RawBlock = note_raw, RawInline = note_raw }
end

-- The book ------------------------------------------------------------------------------------

local function check_citations(doc)
  local known, cited = {}, false
  for _, entry in ipairs(pandoc.utils.references(doc)) do known[entry.id] = true end
  for _, chapter in ipairs(doc.blocks) do
    here = pages[chapter.attributes.path]
    chapter:walk {
      Cite = function(el)
        for _, citation in ipairs(el.citations) do
          cited = true
          if not known[citation.id] then problem(('[@%s] is in no bibliography'):format(citation.id)) end
        end
      end,
      Div = function(el) if el.identifier == 'refs' then references_href = here.href end end,
    }
  end
  if cited and not references_href then problem 'cites, and no chapter holds ::: {#refs} :::' end
end

local function numbering()
  local numbers, letters = 0, 0
  return function(appendix)
    return function()
      if appendix then letters = letters + 1; return string.char(64 + letters) end
      numbers = numbers + 1
      return tostring(numbers)
    end
  end
end

function Pandoc(doc)
  html = pandoc.utils.stringify(doc.meta.form) == 'html'
  code_in_pdf = doc.meta['code-in-pdf'] == true
  local next_number = numbering()
  doc.blocks = doc.blocks:map(function(chapter)
    local path = chapter.attributes.path
    local appendix = chapter.attributes.appendix ~= nil
    here = {
      path = path, href = chapter.attributes.href, appendix = appendix, ids = {}, auto = {}, number = '',
      toc = pandoc.List {}, stem = pandoc.path.split_extension(pandoc.path.filename(path)),
      next_number = next_number(appendix),
    }
    pages[path] = here
    chapter = chapter:walk { Div = conditional }
    chapter.content = by_block(chapter.content, {
      traverse = 'topdown', Header = heading, Figure = figure, Table = tabular, Div = division,
      OrderedList = example_list,
    })
    if not here.id then problem('has no title: begin with # Title {#sec-name}') end
    for _, entry in ipairs(here.toc) do
      if ids[entry.id] then problem(('has the id %s, already used in %s'):format(entry.id, ids[entry.id])) end
      here.ids[entry.id], ids[entry.id] = true, path
    end
    for label, entry in pairs(labels) do
      if entry.path == path then here.ids[label], ids[label] = true, path end
    end
    collect_ids(chapter.content)
    return chapter
  end)
  doc.blocks = doc.blocks:map(function(chapter)
    here = pages[chapter.attributes.path]
    chapter.attributes = { path = here.path, href = here.href, title = here.title, number = here.number,
      appendix = here.appendix and 'yes' or nil, id = here.id, toc = pandoc.json.encode(here.toc) }
    chapter.content = by_block(chapter.content, {
      Cite = cite, Link = link, Image = image, CodeBlock = code, Table = scrolling,
      Div = unspliced,
      Math = formula, Span = anchors, RawBlock = raw_block,
    })
    return chapter
  end)
  check_citations(doc)
  if #problems == 0 then doc = pandoc.utils.citeproc(doc) end
  if html and references_href then
    doc.blocks = doc.blocks:map(function(chapter)
      here = pages[chapter.attributes.path]
      return here and chapter:walk {
        Link = function(el)
          if el.target:match '^#ref%-' and here.href ~= references_href then
            el.target = relative(references_href) .. el.target
            return el
          end
        end,
      }
    end)
  end
  doc.meta.files = shown_files:map(function(text) return pandoc.MetaString(text) end)
  doc.meta.problems = problems:map(function(text) return pandoc.MetaString(text) end)
  return doc
end
