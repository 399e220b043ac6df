-- For both renderers: what Jupyter shows by HTML tags and classes, said so that print shows it too.
-- <sup>..</sup> becomes a superscript; in the PDF a hit is underlined and a locus set small, and what
-- follows a heading of class two-columns is set small in two columns, and the paragraphs of a division
-- of class evidence stand close.
local typst = FORMAT:match 'typst' ~= nil

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
  hit = '#underline(stroke: 0.5pt + rgb("#1f4e6b"), offset: 2pt)[',
  locus = '#text(size: 0.85em, fill: rgb("#59636e"))[',
}

local function printed(span)
  if not typst then return nil end
  for class, open in pairs(PRINTED) do
    if span.classes:includes(class) then
      span.content:insert(1, pandoc.RawInline('typst', open))
      span.content:insert(pandoc.RawInline('typst', ']'))
      return span
    end
  end
end

local COLUMNS = [[
#set page(columns: 2, margin: (x: 2cm))
#set text(size: 8.5pt)
#set par(leading: 0.55em)
#show heading.where(level: 2): set text(size: 11pt)
#show heading.where(level: 3): set text(size: 8.8pt)
#show heading.where(level: 3): set block(above: 1.1em, below: 0.6em)]]

local function in_columns(heading)
  if not typst or not heading.classes:includes 'two-columns' then return nil end
  heading.classes = heading.classes:filter(function(class) return class ~= 'two-columns' end)
  return { pandoc.RawBlock('typst', COLUMNS), heading }
end

local CLOSE = '#[#set text(number-type: "lining")\n#set par(justify: false, spacing: 0.55em, leading: 0.5em, hanging-indent: 0.9em)'

-- Of many links in a list none is coloured.
local function quiet(link)
  link.content:insert(1, pandoc.RawInline('typst', '#text(fill: rgb("#1c2126"))['))
  link.content:insert(pandoc.RawInline('typst', ']'))
  return link
end

local function evidence(div)
  if not typst or not div.classes:includes 'evidence' then return nil end
  local result = pandoc.Blocks { pandoc.RawBlock('typst', CLOSE) }
  result:extend(div.content:walk { Link = quiet })
  result:insert(pandoc.RawBlock('typst', ']'))
  return result
end

return {
  { Meta = function(meta) typst = typst or meta.form ~= nil and pandoc.utils.stringify(meta.form) == 'typst' end },
  { Inlines = raised },
  { Span = printed },
  { Header = in_columns, Div = evidence },
}
