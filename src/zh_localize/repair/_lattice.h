/* The best reading of bytes that may be text in another encoding (see lattice.py, the pure twin and specification). */

enum { LOST = -1, WIDTH = 8, WIDE = 16, CHOICES = 48, MANY = 128, RING = 64, LONGEST_PATH = 4, MEMORY = 512 };
enum { ENTER = 60, LEAVE = 24, GUESS = 12, END = 30, SPACE = 15, CASE = 4, CUT = 40, SCRIPT = 40, STAY = 40, BEAM = 140 };
enum { UTF_8 = 1, SINGLE = 2, STRIPPED = 4 }; /* kinds of a pair of code pages */
enum { LOST_CASE = 1, ROUGHLY = 2 }; /* of a text; also HANS or HANT, for the script whose characters are none of its own */

typedef struct {
    uint32_t character;
    int cost;
} Choice;

/* What lost bytes may have been, as it was found before. */
typedef struct {
    uint64_t key;
    Choice choices[MANY];
    int count;
} Found;

typedef struct {
    PyObject_HEAD
    Judge *judge;
    Found *found;         /* what was found before; of each search by itself where threads run at once */
    uint8_t kind_of[256]; /* of each byte, which of those in front of which the same bytes are lost */
    Py_buffer wrong;  /* of each character of the BMP: its byte, or its two bytes, as 16 bits; 0 for none */
    Py_buffer other;  /* the same for characters that stand for two sequences */
    Py_buffer right;  /* of each two bytes: their character, as 16 bits; 0 for none */
    Py_buffer alone;  /* of each byte: the character that it is by itself; 0 for none */
    Py_buffer lost;   /* of each byte: 256 bits for those that are lost in front of it */
    Py_buffer stands; /* of each character below U+2E80: its cost as it stands, 0 where the judge tells */
    Py_buffer upper;  /* of each character below U+0300: its capital, 0 for none */
    int kind;
} Reader;

typedef struct {
    int32_t byte, next, price;
} Follow;

typedef struct {
    Follow follow[4];
    int8_t count;
    int32_t boundary;
} Node;

typedef struct {
    int32_t cost, from, node; /* from: the state before it, in `kept` */
    uint32_t key, out;        /* key: mode and number of the last character */
    uint32_t prior;           /* number of the one before it */
    int32_t how;
} Reading;

typedef struct {
    Reading *items;
    int count, room;
    int32_t least; /* cost of the best of them */
} Pile;

typedef struct {
    const Reader *reader;
    const Judge *judge;
    Found *found;
    int flags;
    Node *nodes;
    int32_t last;
    Pile ring[RING];
    Reading *kept;
    int32_t kept_count, kept_room;
    int failed;
} Search;

typedef struct {
    int32_t state, node; /* the reading that goes on, and where it stands */
    int32_t cost;
    uint32_t prior, number; /* of its last two characters */
} Point;

static void keep(Search *q, int32_t node, uint32_t key, int32_t cost, const Point *point, uint32_t out, int how)
{
    uint32_t prior = point->number;
    Pile *pile = &q->ring[node % RING];
    pile->least = !pile->count || cost < pile->least ? cost : pile->least;
    for (int i = 0; i < pile->count; i++)
        if (pile->items[i].key == key) {
            if (cost < pile->items[i].cost)
                pile->items[i] = (Reading){cost, point->state, point->node, key, out, prior, how};
            return;
        }
    if (pile->count == pile->room) {
        int room = pile->room ? 2 * pile->room : 32;
        Reading *items = PyMem_RawRealloc(pile->items, room * sizeof(Reading));
        if (!items) {
            q->failed = 1;
            return;
        }
        pile->items = items;
        pile->room = room;
    }
    pile->items[pile->count++] = (Reading){cost, point->state, point->node, key, out, prior, how};
}

/* A character that some readings may go on with: of those, the one to which it costs least. */
static void go_on(Search *q, const Point *points, int count, uint32_t c, int32_t end, int price, int guessed)
{
    uint32_t number = number_of(q->judge, c);
    const Pile *pile = &q->ring[end % RING];
    int best = 0, least = INT32_MAX, own = number == UNKNOWN ? UNKNOWN_COST : q->judge->least[number];
    int32_t most = pile->count ? pile->least + BEAM - price - GUESS * guessed : INT32_MAX; /* what costs more is dropped */
    for (int i = 0; i < count; i++) {
        if (points[i].cost + own >= least || points[i].cost + own > most)
            continue;
        int cost = points[i].cost + triple_cost(q->judge, points[i].prior, points[i].number, number);
        if (cost < least) {
            least = cost;
            best = i;
        }
    }
    if (least < INT32_MAX)
        keep(q, end, 1u << 16 | number, least + price + GUESS * guessed, &points[best], c, 1 + guessed);
}

static int is_usual(uint32_t c) { return !(c - 0xFF10 < 10 || c - 0xFF21 < 58 || c == 0x3000); }

static void add_choice(const Judge *judge, Choice *choices, int *count, int most, uint32_t c)
{
    uint32_t number = number_of(judge, c);
    int cost = number == UNKNOWN ? UNKNOWN_COST : judge->singles[number], place = *count;
    if (cost >= UNKNOWN_COST || !is_usual(c))
        return;
    if (place == most && (choices[place - 1].cost < cost || (choices[place - 1].cost == cost && choices[place - 1].character < c)))
        return;
    if (place < most)
        (*count)++;
    else
        place--;
    while (place > 0 && (choices[place - 1].cost > cost || (choices[place - 1].cost == cost && choices[place - 1].character > c))) {
        choices[place] = choices[place - 1];
        place--;
    }
    choices[place] = (Choice){c, cost};
}

static inline int fits(const Reader *reader, int32_t byte, int32_t known, int32_t following)
{
    if (known != LOST)
        return byte == known;
    if (byte < 0x80)
        return 0;
    if (reader->kind & STRIPPED)
        return byte < 0xA0;
    if (reader->kind & SINGLE || following == LOST)
        return 1;
    return ((const uint8_t *)reader->lost.buf)[32 * following + byte / 8] >> byte % 8 & 1;
}

/* The characters that `data` may be, where some of it is lost. */
static int choices_of(const Reader *reader, const int32_t *data, int size, int32_t behind, Choice *choices)
{
    int32_t following[LONGEST_PATH];
    int count = 0, lost_bytes = 0;
    for (int i = 0; i < size; i++)
        lost_bytes += data[i] == LOST;
    int most = lost_bytes > 1 ? MANY : CHOICES;
    for (int i = 0; i < size; i++)
        following[i] = i + 1 < size ? data[i + 1] : behind;
    int utf = reader->kind & UTF_8;
    int32_t low[LONGEST_PATH], high[LONGEST_PATH]; /* what each byte may be */
    for (int i = 0; i < size; i++) {
        int lost = data[i] == LOST;
        low[i] = !lost ? data[i] : utf && i == 0 ? 0xE2 : 0x80;
        high[i] = !lost ? data[i] : !utf ? 0xFF : i == 0 ? 0xEF : 0xBF;
    }
    for (int32_t a = low[0]; a <= high[0]; a++) {
        if (!fits(reader, a, data[0], following[0]))
            continue;
        for (int32_t b = low[1]; b <= high[1]; b++) {
            if (!fits(reader, b, data[1], following[1]))
                continue;
            if (!utf) {
                uint32_t code = ((const uint16_t *)reader->right.buf)[a << 8 | b];
                if (code)
                    add_choice(reader->judge, choices, &count, most, code);
                continue;
            }
            for (int32_t c = low[2]; c <= high[2]; c++) {
                uint32_t code = (uint32_t)((a & 15) << 12 | (b & 63) << 6 | (c & 63));
                if (fits(reader, c, data[2], following[2]) && code >= 0x800 && !(code >= 0xD800 && code < 0xF900))
                    add_choice(reader->judge, choices, &count, most, code);
            }
        }
    }
    return count;
}

/* The same, remembered. */
static const Found *find_choices(Search *q, const int32_t *data, int size, int32_t behind)
{
    uint64_t key = (uint64_t)size << 60;
    for (int i = 0; i < size; i++)
        key |= (uint64_t)(data[i] + 1) << 12 * i;
    if (data[size - 1] == LOST) /* else what stands behind does not matter */
        key |= (uint64_t)(behind == LOST ? 0x100 : q->reader->kind_of[behind]) << 48;
    if (!q->found)
        q->found = PyMem_RawCalloc(MEMORY, sizeof(Found));
    if (!q->found) {
        q->failed = 1;
        return NULL;
    }
    Found *found = &q->found[(key * 0x9E3779B97F4A7C15u >> 48) % MEMORY];
    if (found->key != key) {
        found->key = key;
        found->count = choices_of(q->reader, data, size, behind, found->choices);
    }
    return found;
}

/* What is paid for guessing a character that only the other script has. */
static int script_price(const Search *q, uint32_t c) { return class_of(q->judge, c) & q->flags & (HANS | HANT) ? SCRIPT : 0; }

static uint32_t utf_8(const int32_t *d, int size)
{
    uint32_t c;
    if (size == 2)
        return (uint32_t)((d[0] & 31) << 6 | (d[1] & 63));
    if (size == 3) {
        c = (uint32_t)((d[0] & 15) << 12 | (d[1] & 63) << 6 | (d[2] & 63));
        return c < 0x800 || c - 0xD800 < 0x800 ? 0 : c;
    }
    c = (uint32_t)((d[0] & 7) << 18 | (d[1] & 63) << 12 | (d[2] & 63) << 6 | (d[3] & 63));
    return c < 0x10000 || c > 0x10FFFF ? 0 : c;
}

static void read_data(Search *q, const Point *points, int count, const int32_t *data, int size, int32_t end, int price)
{
    const Reader *reader = q->reader;
    int lost = 0;
    for (int i = 0; i < size; i++)
        lost += data[i] == LOST;
    if (!lost) {
        uint32_t c = reader->kind & UTF_8 ? utf_8(data, size) : ((const uint16_t *)reader->right.buf)[data[0] << 8 | data[1]];
        if (c && (size > 2 || !(reader->kind & UTF_8) || ((const uint8_t *)reader->stands.buf)[c] == 0))
            go_on(q, points, count, c, end, price, 0);
        return;
    }
    if (reader->kind & UTF_8 && size != 3)
        return;
    const Node *behind = &q->nodes[end];
    int32_t next = behind->count ? behind->follow[0].byte : 0x20;
    const Found *found = find_choices(q, data, size, next);
    int most = q->flags & ROUGHLY ? CHOICES : MANY;
    for (int i = 0; found && i < found->count && i < most; i++)
        go_on(q, points, count, found->choices[i].character, end, price + script_price(q, found->choices[i].character), lost);
    if (found && data[size - 1] == LOST && behind->count && next >= 0x80) {
        found = find_choices(q, data, size, 0x20);
        for (int i = 0; found && i < found->count && i < most; i++)
            go_on(q, points, count, found->choices[i].character, end, price + END + script_price(q, found->choices[i].character), lost);
    }
}

static void follow_path(Search *q, const Point *points, int count, int32_t *data, int size, int length, int32_t node, int price)
{
    if (size == length) {
        read_data(q, points, count, data, size, node, price);
        return;
    }
    const Node *here = &q->nodes[node];
    for (int i = 0; i < here->count; i++) {
        int32_t byte = here->follow[i].byte;
        if (byte != LOST && (q->reader->kind & UTF_8 ? byte < 0x80 || byte > 0xBF : byte < 0x30))
            continue;
        data[size] = byte;
        follow_path(q, points, count, data, size + 1, length, here->follow[i].next, price + here->follow[i].price);
    }
}

/* The characters that begin at a node, for all readings that may go on so. */
static void read_node(Search *q, int32_t node, const Point *points, int count)
{
    const Node *here = &q->nodes[node];
    int32_t data[LONGEST_PATH];
    for (int i = 0; i < here->count; i++) {
        int32_t byte = here->follow[i].byte, next = here->follow[i].next;
        int price = here->follow[i].price, length;
        if (byte != LOST && byte < 0x80) {
            if (here->boundary < 0)
                go_on(q, points, count, (uint32_t)byte, next, price, 0);
            continue;
        }
        data[0] = byte;
        if (q->reader->kind & UTF_8) {
            length = byte == LOST ? 3 : byte == 0xC2 || byte == 0xC3 ? 2 : byte >= 0xE0 && byte < 0xF0 ? 3 : byte >= 0xF0 && byte < 0xF5 ? 4 : 0;
            if (length)
                follow_path(q, points, count, data, 1, length, next, price);
            continue;
        }
        if (byte != LOST) {
            uint32_t alone = ((const uint16_t *)q->reader->alone.buf)[byte];
            if (alone)
                go_on(q, points, count, alone, next, price, 0);
        }
        follow_path(q, points, count, data, 1, 2, next, price);
    }
}

static Follow *add_follow(Node *node, int32_t byte, int32_t next, int32_t price)
{
    Follow *follow = &node->follow[node->count++];
    *follow = (Follow){byte, next, price};
    return follow;
}

/* One byte sequence of a character: the nodes inside of it are taken from `free`. */
static void add_bytes(Node *nodes, int32_t start, int32_t end, int32_t *free, uint32_t bytes, int price)
{
    if (bytes < 0x100) {
        add_follow(&nodes[start], (int32_t)bytes, end, price);
        return;
    }
    add_follow(&nodes[start], (int32_t)(bytes >> 8), *free, price);
    add_follow(&nodes[*free], (int32_t)(bytes & 0xFF), end, 0);
    (*free)++;
}

/* The bytes of a text of which controls are gone, as many as complete a character of three bytes (see wild.py). */
static int32_t make_stripped(const Py_UCS4 *text, Py_ssize_t size, Node *nodes)
{
    int32_t start = 0;
    int left = 0;
    for (Py_ssize_t k = 0; k < size; k++) {
        uint32_t c = text[k];
        int gone = 0, may = 0;
        if (c - 0xE0 < 16) {
            for (left = 0; left < 2 && k + 1 + left < size && text[k + 1 + left] - 0xA0 < 32;)
                left++;
            gone = left == 1 ? 0 : 2 - left;
            may = left == 1;
        } else if (c - 0xA0 < 32 && left == 1) {
            may = 1;
            left = 0;
        }
        int32_t end = start + 1 + gone + may;
        for (int32_t i = start; i < end; i++)
            nodes[i] = (Node){.boundary = i == start ? (int32_t)k : -1};
        if (c < 0x100) {
            add_follow(&nodes[start], (int32_t)c, gone ? start + 1 : end, 0);
            if (may)
                add_follow(&nodes[start], (int32_t)c, start + 1, 0);
            for (int32_t i = start + 1; i < end; i++)
                add_follow(&nodes[i], LOST, i + 1, 0);
        }
        start = end;
    }
    nodes[start] = (Node){.boundary = (int32_t)size};
    return start;
}

/* The bytes of a text as nodes; their number, with three at most for each character. */
static int32_t make_nodes(const Reader *reader, const Py_UCS4 *text, Py_ssize_t size, Node *nodes, int flags)
{
    const uint16_t *known = reader->wrong.buf, *others = reader->other.buf, *upper = reader->upper.buf;
    if (reader->kind & STRIPPED)
        return make_stripped(text, size, nodes);
    int32_t start = 0, single = reader->kind & SINGLE;
    for (Py_ssize_t k = 0; k < size; k++) {
        uint32_t c = text[k], bytes = c < 0x80 ? c : c < 0x10000 ? known[c] : 0;
        uint32_t second = c >= 0x80 && c < 0x10000 ? others[c] : 0;
        int lost = !single && (c == 0xFFFD || c == '?');
        int inner = lost ? 0 : (bytes > 0xFF) + (second > 0xFF);
        int32_t end = start + 1 + inner, free = start + 1;
        for (int32_t i = start; i < end; i++)
            nodes[i] = (Node){.boundary = i == start ? (int32_t)k : -1};
        uint32_t capital = single && flags & LOST_CASE && c >= 0x80 && c < 0x300 ? upper[c] : 0;
        uint32_t large = capital && capital != c ? known[capital] : 0;
        if (lost)
            add_follow(&nodes[start], LOST, end, 0);
        else if (large && capital < c)
            add_follow(&nodes[start], (int32_t)large, end, CASE);
        if (!lost && bytes)
            add_bytes(nodes, start, end, &free, bytes, 0);
        if (!lost && second)
            add_bytes(nodes, start, end, &free, second, 0);
        if (!lost && large && capital > c)
            add_follow(&nodes[start], (int32_t)large, end, CASE);
        if (single && c == ' ')
            add_follow(&nodes[start], 0xA0, end, SPACE);
        start = end;
    }
    if (single) {
        nodes[start] = (Node){.boundary = (int32_t)size};
        add_follow(&nodes[start], LOST, start + 1, CUT);
        start++;
    }
    nodes[start] = (Node){.boundary = (int32_t)size + single / SINGLE};
    return start;
}

static int stands_as(const Reader *reader, uint32_t c) { return c < 0x2E80 ? ((const uint8_t *)reader->stands.buf)[c] : 0; }

/* One node: the readings that end there go on as they are, and by their bytes. */
static void visit(Search *q, int32_t node, const Py_UCS4 *text, Py_ssize_t size)
{
    Pile *pile = &q->ring[node % RING];
    int guessed = 0;
    for (int i = 0; i < pile->count; i++)
        guessed |= pile->items[i].how > 1;
    int width = guessed && !(q->flags & ROUGHLY) ? WIDE : WIDTH, count = pile->count < width ? pile->count : width;
    if (pile->count > width) /* the best of them, by cost, in the order in which they came */
        for (int i = 1; i < pile->count; i++) {
            Reading item = pile->items[i];
            int k = i;
            for (; k > 0 && pile->items[k - 1].cost > item.cost; k--)
                pile->items[k] = pile->items[k - 1];
            pile->items[k] = item;
        }
    if (!count)
        return;
    int near = 0;
    for (int i = 0; i < count; i++)
        if (pile->items[i].cost <= pile->least + BEAM)
            pile->items[near++] = pile->items[i];
    count = near;
    if (q->kept_count + count > q->kept_room) {
        int32_t room = 2 * q->kept_room + 256;
        Reading *kept = PyMem_RawRealloc(q->kept, room * sizeof(Reading));
        if (!kept) {
            q->failed = 1;
            return;
        }
        q->kept = kept;
        q->kept_room = room;
    }
    int32_t k = q->nodes[node].boundary, base = q->kept_count;
    memcpy(q->kept + base, pile->items, count * sizeof(Reading));
    q->kept_count += count;
    pile->count = 0;
    Point points[WIDE];
    int open = 0;
    for (int i = 0; i < count; i++) {
        const Reading *reading = &q->kept[base + i];
        int mode = (int)(reading->key >> 16);
        Point point = {base + i, node, reading->cost, reading->prior, reading->key & 0xFFFF};
        if (k == size) {
            Point end = {base + i, node, reading->cost, 0, reading->prior}; /* no character: the last two stay */
            keep(q, q->last, reading->key, reading->cost, &end, 0, 0);
        } else if (k >= 0) {
            int plain = text[k] < 0x80, stands = stands_as(q->reader, text[k]);
            uint32_t number = number_of(q->judge, text[k]);
            int cost = reading->cost + (stands ? stands + STAY : triple_cost(q->judge, point.prior, point.number, number)) + (mode && !plain ? LEAVE : 0);
            int32_t next = node + 1;
            while (q->nodes[next].boundary < 0)
                next++;
            keep(q, next, (plain ? (uint32_t)mode << 16 : 0) | number, cost, &point, text[k], 0);
        }
        if (mode || k >= 0) {
            point.cost += mode ? 0 : ENTER;
            points[open++] = point;
        }
    }
    read_node(q, node, points, open);
}

static int cost_of(const Reader *reader, const Py_UCS4 *s, Py_ssize_t size, uint32_t before, uint32_t after, int as_it_stands)
{
    int cost = 0;
    uint32_t last = number_of(reader->judge, before);
    for (Py_ssize_t i = 0; i <= size; i++) {
        uint32_t c = i < size ? s[i] : after, number = number_of(reader->judge, c);
        int stands = as_it_stands ? stands_as(reader, c) : 0;
        cost += stands ? stands : pair_cost(reader->judge, last, number);
        last = number;
    }
    return cost;
}

/* The stretches of the best path that are read by their bytes, as tuples; ASCII between them goes along. */
static PyObject *passages(
    Search *q, const Reading *best, const Py_UCS4 *text, Py_ssize_t size, uint32_t before, uint32_t after)
{
    PyObject *found = PyList_New(0);
    int32_t count = 0;
    const Reading **path = PyMem_RawMalloc((size_t)(q->last + 1) * sizeof(Reading *)); /* the last step first */
    Py_UCS4 *out = PyMem_RawMalloc((size_t)(q->last + 1) * sizeof(Py_UCS4));
    if (!found || !path || !out)
        goto failed;
    for (const Reading *step = best; step->from >= 0; step = &q->kept[step->from])
        path[count++] = step;
    for (int32_t i = count - 1; i >= 0;) {
        if (!path[i]->how) {
            i--;
            continue;
        }
        int32_t end = i, length = 0, guessed = 0; /* the run is path[i] down to path[end] */
        for (int32_t k = i; k >= 0; k--) {
            const Reading *step = path[k];
            if (step->how)
                end = k;
            else if (step->out >= 0x80 || !step->out)
                break;
        }
        for (int32_t k = i; k >= end; k--) {
            out[length++] = path[k]->out;
            guessed += path[k]->how ? path[k]->how - 1 : 0;
        }
        int32_t stop = end > 0 ? path[end - 1]->node : q->last;
        Py_ssize_t low = q->nodes[path[i]->node].boundary, high = q->nodes[stop].boundary;
        high = high > size ? size : high;
        uint32_t left = low ? text[low - 1] : before, right = high < size ? text[high] : after;
        int cost = cost_of(q->reader, out, length, left, right, 0);
        int stands = cost_of(q->reader, text + low, high - low, left, right, 1);
        PyObject *reading = PyUnicode_FromKindAndData(PyUnicode_4BYTE_KIND, out, length);
        PyObject *item = Py_BuildValue("(nnNiii)", low, high, reading, stands - cost, cost, guessed);
        if (!item || PyList_Append(found, item)) {
            Py_XDECREF(item);
            goto failed;
        }
        Py_DECREF(item);
        i = end - 1;
    }
    PyMem_RawFree(path);
    PyMem_RawFree(out);
    return found;
failed:
    PyMem_RawFree(path);
    PyMem_RawFree(out);
    Py_XDECREF(found);
    return PyErr_Occurred() ? NULL : PyErr_NoMemory();
}

/* read(text, start, end, before, after, flags): the passages of text[start:end]. */
static PyObject *reader_read(Reader *self, PyObject *args)
{
    PyObject *text, *found = NULL;
    Py_ssize_t start, end;
    int before, after, flags;
    if (!PyArg_ParseTuple(args, "UnnCCi", &text, &start, &end, &before, &after, &flags))
        return NULL;
    Py_ssize_t size = end - start;
    if (start < 0 || size < 0 || end > PyUnicode_GET_LENGTH(text) || size > INT32_MAX / 8) {
        PyErr_SetString(PyExc_ValueError, "not a part of the text");
        return NULL;
    }
    Search q = {.reader = self, .judge = self->judge, .flags = flags};
#ifndef Py_GIL_DISABLED
    q.found = self->found;
#endif
    Py_UCS4 *part = PyMem_RawMalloc((size_t)(size + 1) * sizeof(Py_UCS4));
    q.nodes = PyMem_RawMalloc((size_t)(3 * size + 4) * sizeof(Node));
    if (!part || !q.nodes) {
        PyErr_NoMemory();
        goto done;
    }
    for (Py_ssize_t i = 0; i < size; i++)
        part[i] = PyUnicode_READ_CHAR(text, start + i);
    q.last = make_nodes(self, part, size, q.nodes, flags);
    keep(&q, 0, number_of(self->judge, (uint32_t)before), 0, &(Point){-1, -1, 0, UNKNOWN, UNKNOWN}, 0, 0);
    for (int32_t node = 0; node < q.last && !q.failed; node++)
        visit(&q, node, part, size);
    const Pile *ends = &q.ring[q.last % RING];
    int best = 0, least = INT32_MAX;
    uint32_t sign = number_of(self->judge, (uint32_t)after);
    for (int i = 0; i < ends->count; i++) {
        const Reading *end = &ends->items[i];
        int cost = end->cost + triple_cost(self->judge, end->prior, end->key & 0xFFFF, sign);
        if (cost < least) {
            least = cost;
            best = i;
        }
    }
    if (q.failed)
        PyErr_NoMemory();
    else if (!ends->count)
        found = PyList_New(0);
    else
        found = passages(&q, &ends->items[best], part, size, (uint32_t)before, (uint32_t)after);
done:
    for (int i = 0; i < RING; i++)
        PyMem_RawFree(q.ring[i].items);
    PyMem_RawFree(q.kept);
#ifdef Py_GIL_DISABLED
    PyMem_RawFree(q.found);
#else
    self->found = q.found;
#endif
    PyMem_RawFree(q.nodes);
    PyMem_RawFree(part);
    return found;
}
