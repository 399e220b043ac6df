-- For both renderers: what Jupyter shows by HTML tags and classes, said so that print shows it too.
-- <sup>..</sup> becomes a superscript; in the PDF a hit is underlined and a locus set small.
local typst = FORMAT:match 'typst' ~= nil

local function raised(inlines)
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

return {
  { Meta = function(meta) typst = typst or meta.form ~= nil and pandoc.utils.stringify(meta.form) == 'typst' end },
  { Inlines = raised },
  { Span = printed },
}
