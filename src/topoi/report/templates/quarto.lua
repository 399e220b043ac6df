-- Quarto only: cells embedded in the front page.
-- Quarto leaves the path of the building machine on them, and takes a link in them as one from the
-- page they are embedded in; their links are written from the notebook's own folder.
return {{
  Div = function (div)
    if not div.classes:includes('quarto-embed-nb-cell') then return nil end
    for _, name in ipairs({'notebook', 'notebook-title', 'notebook-cellId'}) do
      div.attributes[name] = nil
    end
    return div:walk({
      Link = function (link)
        local file, anchor = link.target:match('^([%w%-]+%.ipynb)(#.*)$')
        if not file then return nil end
        link.target = quarto.doc.is_format('typst') and anchor or ('notebooks/' .. file .. anchor)
        return link
      end
    })
  end
}}
