-- For both renderers: what Jupyter shows by HTML tags and classes, said so that print shows it too.
-- <sup>..</sup> becomes a superscript; in the PDF a hit is underlined, a locus and the note of a table set small, and what
-- follows a heading of class two-columns is set small in two columns, and the paragraphs of a division
-- of class evidence stand close; on a page dates in tables are not broken, and hashes are. On a page the code of a section is one fold at its end; in print, where
-- it is set at all, each cell keeps its own.
local builtin = false
local typst, latex = FORMAT:match 'typst' ~= nil, FORMAT:match 'latex' ~= nil

local function raised(inlines)
  if not inlines:find_if(function(el) return el.t == 'RawInline' and el.text == '<sup>' end) then return nil end
  local result, open = pandoc.Inlines {}, nil
  for _, el in ipairs(inlines) do
    local tag = el.t == 'RawInline' and el.format:match '^html' and el.text
    if tag == '<sup>' then
      open = pandoc.Inlines {}
    elseif tag == '</sup>' and open then
      result:insert(pandoc.Superscript(open))
      open = nil
    elseif open then
      open:insert(el)
    else
      result:insert(el)
    end
  end
  if open then return nil end
  return result
end

local PRINTED = {
  typst = {
    close = ']',
    hit = '#underline(stroke: 0.5pt + rgb("#1f4e6b"), offset: 2pt)[',
    locus = '#text(size: 0.85em, fill: rgb("#59636e"))[',
    note = '#note[', -- book.typ has it
  },
  latex = { close = '}', hit = '\\topoihit{', locus = '\\topoilocus{', note = '\\topoinote{' }, -- book.tex has them
}

local function set_as(el, kind)
  local form = typst and 'typst' or 'latex'
  el.content:insert(1, pandoc.RawInline(form, PRINTED[form][kind]))
  el.content:insert(pandoc.RawInline(form, PRINTED[form].close))
  return el
end

local function printed(span)
  if not (typst or latex) then return nil end
  for _, class in ipairs { 'hit', 'locus' } do
    if span.classes:includes(class) then return set_as(span, class) end
  end
end

-- What stands under a table ends with the place of its data link, which is not printed.
local function note(para)
  local last = para.content[#para.content]
  if not (typst or latex) or not last or last.t ~= 'Span' or not last.classes:includes 'table-data' then return nil end
  para.content:remove()
  if pandoc.utils.stringify(para) == '' then return {} end
  return set_as(para, 'note')
end

-- A date or a range is not broken at its hyphen; a word longer than a line of a phone, such as a hash, is anywhere.
local LONGEST = 40
local function whole_or_broken(cells)
  if typst or latex then return nil end
  return cells:walk {
    Str = function(str)
      if str.text:match '^[%d.,:/%-]+$' and str.text:match '%d[/-]%d' then return pandoc.Span({ str }, { class = 'unbroken' }) end
      if utf8.len(str.text) > LONGEST then return pandoc.Span({ str }, { class = 'breakable' }) end
    end,
  }
end

local COLUMNS = [[
#set page(columns: 2, margin: (x: 2cm))
#set text(size: 8.5pt)
#set par(leading: 0.55em)
#show heading.where(level: 2): set text(size: 11pt)
#show heading.where(level: 3): set text(size: 8.8pt)
#show heading.where(level: 3): set block(above: 1.1em, below: 0.6em)]]

local function in_columns(heading)
  if not (typst or latex) or not heading.classes:includes 'two-columns' then return nil end
  heading.classes = heading.classes:filter(function(class) return class ~= 'two-columns' end)
  return { typst and pandoc.RawBlock('typst', COLUMNS) or pandoc.RawBlock('latex', '\\topoicolumns'), heading }
end

local CLOSE = '#[#set text(number-type: "lining")\n#set par(justify: false, spacing: 0.55em, leading: 0.5em, hanging-indent: 0.9em)'

-- Of many links in a list none is coloured.
local function quiet(link)
  link.content:insert(1, pandoc.RawInline('typst', '#text(fill: rgb("#1c2126"))['))
  link.content:insert(pandoc.RawInline('typst', ']'))
  return link
end

local function evidence(div)
  if not div.classes:includes 'evidence' then return nil end
  if latex then
    return { pandoc.RawBlock('latex', '\\begin{topoievidence}'), div, pandoc.RawBlock('latex', '\\end{topoievidence}') }
  end
  if not typst then return nil end
  local result = pandoc.Blocks { pandoc.RawBlock('typst', CLOSE) }
  result:extend(div.content:walk { Link = quiet })
  result:insert(pandoc.RawBlock('typst', ']'))
  return result
end

local function own_code(cell)
  local code = pandoc.Blocks {}
  cell.content = cell.content:filter(function(block)
    local is_code = block.t == 'CodeBlock' and block.classes:includes 'cell-code'
    if is_code then code:insert(block) end
    return not is_code
  end)
  return code
end

local function sections(blocks)
  local result, code = pandoc.Blocks {}, pandoc.List {}
  local function fold()
    if #code == 0 then return end
    local attributes = { [builtin and 'summary' or 'code-summary'] = 'Code of this section' }
    local all = pandoc.CodeBlock(table.concat(code, '\n\n'), pandoc.Attr('', { 'python', 'cell-code' }, attributes))
    result:insert(pandoc.Div({ all }, { class = 'cell' }))
    code = pandoc.List {}
  end
  for _, block in ipairs(blocks) do
    local cell, begins = block.t == 'Div' and block.classes:includes 'cell', false
    local function note(header) begins = begins or header.level <= 2 end
    if cell then block:walk { Header = note } elseif block.t == 'Header' then note(block) end
    if begins then fold() end
    if cell then
      code:extend(own_code(block):map(function(one) return one.text end))
    end
    result:insert(block)
  end
  fold()
  return result
end

local function folded(doc)
  if typst or not (builtin or FORMAT:match 'html') then return nil end
  doc.blocks = sections(doc.blocks):map(function(block)
    if block.t == 'Div' and block.classes:includes 'chapter' then block.content = sections(block.content) end
    return block
  end)
  return doc
end

return {
  { Meta = function(meta)
    builtin = meta.form ~= nil
    typst = typst or builtin and pandoc.utils.stringify(meta.form) == 'typst'
  end },
  { Pandoc = folded },
  { Inlines = raised },
  { Span = printed, Table = whole_or_broken, Para = note },
  { Header = in_columns, Div = evidence },
}
