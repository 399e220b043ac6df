-- How wide the columns of a table are, and where its words and rows may be broken: of the built-in renderer, and
-- of Quarto's LaTeX, which lets a table run over the margin.
local columns = {}

-- Room for letters in a line of a printed table, what a column takes besides, and how much wider a head is set.
local LINE, GUTTER, UNBROKEN, BOLD = 106, 2.5, 14, 1.15

-- A table whose long words may be broken behind a mark, at `point`.
function columns.breakable(el, point)
  return el:walk {
    Str = function(str)
      if utf8.len(str.text) <= UNBROKEN then return nil end
      local parts = pandoc.Inlines {}
      for part in str.text:gsub('[_:/-]', '%0\0'):gmatch '[^%z]+' do
        if #parts > 0 then parts:insert(point) end
        parts:insert(pandoc.Str(part))
      end
      return parts
    end,
  }
end

local function longest(cell)
  local text, word = pandoc.utils.stringify(cell.contents), 0
  for run in text:gmatch '%S+' do
    if utf8.len(run) > UNBROKEN then run = run:gsub('[_:/-]', '%0 ') end
    for part in run:gmatch '%S+' do word = math.max(word, utf8.len(part) or #part) end
  end
  return utf8.len(text) or #text, word
end

-- Of each column the letters of its longest cell, and of its longest word; and those of a row that is not broken.
-- The name of a column rather takes two lines than room from what stands under it.
local function measured(el)
  local whole, least, line = {}, {}, {}
  local function measure(rows, share, wider)
    for _, row in ipairs(rows) do
      for i, cell in ipairs(row.cells) do
        local length, word = longest(cell)
        line[i] = math.max(line[i] or 0, length)
        least[i] = math.max(least[i] or 0, word * wider)
        whole[i] = math.max(whole[i] or 0, least[i], length * share)
      end
    end
  end
  measure(el.head.rows, 0.5, BOLD)
  for _, body in ipairs(el.bodies) do measure(body.body, 1, 1) end
  return whole, least, line
end

-- Widths that a table asks for, but no column narrower than its longest word.
function columns.fitted(el, given)
  local _, least = measured(el)
  local lacking, spare, widths = 0, 0, {}
  for i, word in ipairs(least) do
    least[i] = (word + GUTTER) / LINE
    lacking = lacking + math.max(0, least[i] - given[i])
    spare = spare + math.max(0, given[i] - least[i])
  end
  if lacking > spare then return given end
  for i, share in ipairs(given) do
    widths[i] = share < least[i] and least[i] or share - (share - least[i]) * (spare > 0 and lacking / spare or 0)
  end
  return widths
end

-- Widths for a table too wide for a line: each column its longest word, then by length.
function columns.widths(el)
  local whole, least, line = measured(el)
  local room, needed, wanted = LINE - GUTTER * #whole, 0, 0
  for i = 1, #whole do
    needed, wanted = needed + least[i], wanted + line[i]
  end
  if wanted <= room then return {} end
  local widths, spread, left = {}, 0, math.max(room - needed, 0)
  for i = 1, #whole do spread = spread + (whole[i] - least[i]) ^ 0.75 end
  for i = 1, #whole do
    widths[i] = GUTTER + least[i] + (spread > 0 and left * (whole[i] - least[i]) ^ 0.75 / spread or 0)
  end
  local sum = 0
  for _, width in ipairs(widths) do sum = sum + width end
  for i, width in ipairs(widths) do widths[i] = width / sum end
  return widths
end

-- The parts of a cell of about so many letters each, cut between words; one where it is short.
local function parts(cell, letters)
  local inlines = pandoc.utils.blocks_to_inlines(cell.contents)
  if utf8.len(pandoc.utils.stringify(inlines)) <= letters then return pandoc.List { cell.contents } end
  local name = #inlines == 1 and inlines[1].t == 'Span' and inlines[1] -- around all that the cell says
  local result, part, size = pandoc.List {}, pandoc.Inlines {}, 0
  local function close()
    result:insert(pandoc.Blocks { pandoc.Plain(name and { pandoc.Span(part, pandoc.Attr('', name.classes)) } or part) })
    part, size = pandoc.Inlines {}, 0
  end
  for _, el in ipairs(name and name.content or inlines) do
    if size > letters and (el.t == 'Space' or el.t == 'SoftBreak') then
      close()
    else
      part:insert(el)
      size = size + (utf8.len(pandoc.utils.stringify(el)) or 0)
    end
  end
  close()
  return result
end

-- A table without a row of more than some lines, as none is broken over pages; a longer one goes on in the next row.
function columns.with_short_rows(el, shares, lines)
  lines = lines or 25
  local bodies = el.bodies
  for _, body in ipairs(bodies) do
    local rows = pandoc.List {}
    for _, row in ipairs(body.body) do
      local cells, count = pandoc.List {}, 1
      for i, cell in ipairs(row.cells) do
        cells[i] = parts(cell, math.max(1, lines * LINE * (shares[i] or 1)))
        count = math.max(count, #cells[i])
      end
      for n = 1, count do
        local own = pandoc.List {}
        for i, cell in ipairs(row.cells) do
          own[i] = count == 1 and cell or pandoc.Cell(cells[i][n] or {}, cell.alignment, cell.row_span, cell.col_span, n == 1 and cell.attr or nil)
        end
        rows:insert(count == 1 and row or pandoc.Row(own, n == 1 and row.attr or nil))
      end
    end
    body.body = rows
  end
  el.bodies = bodies
  return el
end

return columns
