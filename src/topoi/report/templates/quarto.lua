-- Quarto only: cells that show nothing, cells embedded in the front page, and what its PDFs need.
-- Quarto leaves the path of the building machine on embedded cells, and takes a link in them as one from the
-- page they are embedded in; their links are written from the notebook's own folder.
local columns = require 'columns'
local latex, typst = quarto.doc.is_format 'latex', quarto.doc.is_format 'typst'
if latex then quarto.doc.include_file('in-header', quarto.utils.resolve_path 'book.tex') end

-- Quarto rounds the share of a column to a hundredth, so that all together could be wider than the page.
local function in_percent(shares)
  local widest, left = 1, 100
  for i, share in ipairs(shares) do
    if share > shares[widest] then widest = i end
  end
  local percent = pandoc.List(shares):map(function(share) return math.floor(100 * share + 0.5) end)
  for i, share in ipairs(percent) do
    if i ~= widest then left = left - share end
  end
  percent[widest] = left
  return '[' .. table.concat(percent, ',') .. ']'
end

-- Columns as wide as a cell says, or such that the table does not run over the margin.
local function with_widths(el)
  local given, shares = el.attributes['tbl-colwidths'], columns.widths(el)
  if given then
    shares = pandoc.List(quarto.json.decode(given)):map(function(percent) return percent / 100 end)
    if #shares == #el.colspecs then shares = columns.fitted(el, shares) end
  end
  if #shares > 0 then el.attributes['tbl-colwidths'] = in_percent(shares) end
  el = columns.with_short_rows(el, shares)
  return columns.breakable(el, latex and pandoc.RawInline('latex', '\\allowbreak{}') or pandoc.Str '\u{200b}')
end

return {{
  Div = function (div)
    local given = (latex or typst) and div.attributes['tbl-colwidths']
    if not given then return nil end
    return div:walk { Table = function (el) el.attributes['tbl-colwidths'] = given; return el end }
  end,
}, {
  Table = (latex or typst) and with_widths or nil,
  FloatRefTarget = function (float) -- of a cell that shows nothing there is no caption, and no number
    local blocks = quarto.utils.as_blocks(float.content)
    if #blocks > 0 and blocks:find_if(function (block) return block.t ~= 'CodeBlock' end) == nil then return {} end
  end,
  Div = function (div)
    if not div.classes:includes('quarto-embed-nb-cell') then return nil end
    for _, name in ipairs({'notebook', 'notebook-title', 'notebook-cellId'}) do
      div.attributes[name] = nil
    end
    return div:walk({
      Link = function (link)
        local file, anchor = link.target:match('^([%w%-]+%.ipynb)(#.*)$')
        if not file then return nil end
        link.target = (latex or typst) and anchor or ('notebooks/' .. file .. anchor)
        return link
      end
    })
  end
}}
