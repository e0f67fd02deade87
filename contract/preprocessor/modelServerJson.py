# JSON of model servers

ROW_KEYS = MAPPING.get("rowKeys", [])
SETTING_KEYS = MAPPING.get("settingKeys", [])
VALUE_KEYS = MAPPING.get("valueKeys", [])


def is_container(value):
    return isinstance(value, (list, dict))


def text_of(value):
    if is_container(value):
        raise ValueError("a value is a list or an object")
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Number):
        return value.text
    if isinstance(value, float):
        return repr(int(value)) if value.is_integer() else repr(value)
    return str(value) or None


class Reading:
    """Reads the rows of one JSON body."""

    def __init__(self, side):
        self.columns = side["columns"]
        self.rows_path = side["rows"]
        self.width = len(self.columns)
        self.has_paths = any(column["path"] for column in self.columns)

    def is_column(self, key):
        for column in self.columns:
            if column["path"] is None:
                if key in column["keys"]:
                    return True
            elif column["firstKey"] is None or column["firstKey"] == key:
                return True
        return False

    def body(self, value):
        if self.rows_path is not None:
            value = search(self.rows_path, value)
            if value is None:
                raise ValueError("captures.rows finds nothing in the data")
        return self.rows(value)

    def rows(self, value):
        if isinstance(value, list):
            return self.list_rows(value)
        if not isinstance(value, dict):
            return [self.row(value)]
        split = self.split_rows(value)
        if split is not None:
            return split
        keys = [key for key in value if key in ROW_KEYS]
        if len(keys) == 1 and not (self.has_paths and any(self.is_column(key) for key in value)):
            others = [key for key in value if key != keys[0]]
            wrapped = value[keys[0]]
            is_only = all(key in SETTING_KEYS for key in others)
            has_column = any(self.is_column(key) for key in value)
            if (is_only and isinstance(wrapped, list)) or (not has_column and (is_only or is_container(wrapped))):
                return self.rows(wrapped)
        lists = self.column_lists(value)
        return [self.row(value)] if lists is None else lists

    def list_rows(self, value):
        if not value:
            return [[None]] if self.width == 1 else []
        some = any if self.width == 1 or self.has_paths else all
        if some(is_container(item) for item in value):
            return [self.row(item) for item in value]
        row = [text_of(item) for item in value]
        return [[item] for item in row] if self.width == 1 else [row]

    def column_lists(self, value):
        if self.has_paths or self.value_key(value):
            return None
        keys = [key for key in value if self.is_column(key)]
        if not keys or not all(isinstance(value[key], list) for key in keys):
            return None
        lengths = {len(value[key]) for key in keys}
        if len(lengths) > 1:
            raise ValueError("the lists by column have different lengths")
        length = lengths.pop()
        if length == 0:
            return [[None]] if self.width == 1 else []
        return [
            self.keyed({key: one(value[key][i]) for key in keys})
            for i in range(length)
        ]

    def split_rows(self, value):
        names, rows = value.get("columns"), value.get("data")
        if not isinstance(names, list) or not isinstance(rows, list) or any(is_container(name) for name in names):
            return None
        if any(self.is_column(key) or key not in ("columns", "data", "index") for key in value):
            return None
        names = [name.text if isinstance(name, Number) else str(name) for name in names]
        by_place = names == [str(i) for i in range(len(names))] and not any(self.is_column(name) for name in names)
        if any(len(row) != len(names) for row in rows):
            raise ValueError("a row in 'data' has another number of values than 'columns'")
        return [self.row(row) if by_place else self.row(dict(zip(names, row))) for row in rows]

    def value_key(self, value):
        if len(value) != 1:
            return None
        key = next(iter(value))
        return key if key in VALUE_KEYS and not self.is_column(key) and is_container(value[key]) else None

    def row(self, value):
        if self.has_paths:
            return self.mapped(value)
        if isinstance(value, list):
            return [text_of(item) for item in value] or ([None] if self.width == 1 else [])
        if not isinstance(value, dict):
            return [text_of(value)]
        key = self.value_key(value)
        return self.keyed(value) if key is None else self.row(value[key])

    def keyed(self, value):
        keys = [next((key for key in column["keys"] if key in value), None) for column in self.columns]
        if all(key is None for key in keys) and any(is_container(item) for item in value.values()):
            raise ValueError("no key of the object belongs to a column")
        return [None if key is None else text_of(value[key]) for key in keys]

    def mapped(self, value):
        if isinstance(value, dict) and self.rows_path is None and not any(self.is_column(key) for key in value):
            raise ValueError("no column has its value in the object")
        return [self.cell(column, i, value) for i, column in enumerate(self.columns)]

    def cell(self, column, i, value):
        if column["path"] is not None:
            return text_of(search(column["path"], value))
        if isinstance(value, list):
            return text_of(value[i]) if i < len(value) else None
        if isinstance(value, dict):
            return text_of(value.get(column["key"]))
        return text_of(value) if self.width == 1 else None


def one(value):
    return value[0] if isinstance(value, list) and len(value) == 1 else value
