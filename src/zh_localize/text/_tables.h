/* Packed tables: how they are read and searched (see convert/pack.py, which writes them). */

enum { DONE, WIDEN, NO_MEMORY };
enum { CHANGED = 1 << 16, AMBIGUOUS = 1 << 17, SPECIAL = 1 << 18, EXPANDS = 1 << 19 }; /* flags of a character */
enum { SAME_LENGTH = 1, ASCII_HITS = 2, NARROWS = 4 };                /* flags of a table */
enum { SETTLED = 3, SEVERAL = 2 };                                    /* kinds of a phrase */
enum { OUTSIDE = 1, DIGIT = 2, LETTER = 3, BEYOND = 0xFFFE };         /* codes of characters for the context model */
enum { CANTONESE = 1, HONG_KONG = 1 };                                /* a register of lines; the number of a region */
enum { WORD = 0xFFFF };                                               /* what a record says of a user's word */
enum { REACH = 5, TEMPLATES = 64, CANDIDATES = 8, STAGES = 3, DICTIONARIES = 4, LONGEST_DESCRIPTION = 32, MODEL_HEAD = 32 };

static const uint32_t FIRST = 0x9E3779B1u, SECOND = 0x85EBCA77u, NO_SECOND = 0x1FFFFFu;

typedef struct {
    const uint8_t *bits;
    uint32_t shift;
} Filter;

typedef struct {
    const uint64_t *slots;
    const uint32_t *stream;
    uint32_t shift, mask;
} Pairs;

typedef struct {
    const uint32_t *places;
    uint32_t shift, mask;
} Characters;

typedef struct {
    Characters characters;
    int count;
    Pairs dictionaries[DICTIONARIES];
} Stage;

typedef struct {
    const uint32_t *map, *pool;
    Filter hits, inside, starts, stage_inside;
    Pairs phrases;
    Characters astral, normal;
    uint32_t flags;
    int stages;
    Stage stage[STAGES];
} Table;

typedef struct {
    Pairs keys;
    Filter pairs, singles;
    const uint32_t *pool;
} Words;

static inline int may_hold(const Filter *filter, uint32_t a, uint32_t b)
{
    uint32_t place = (a * FIRST + b * SECOND) >> filter->shift;
    return filter->bits[place >> 3] >> (place & 7) & 1;
}

static inline const uint32_t *group(const Pairs *pairs, uint32_t a, uint32_t b)
{
    uint64_t wanted = (uint64_t)a | (uint64_t)b << 21;
    for (uint32_t place = (a * FIRST + b * SECOND) >> pairs->shift;; place = (place + 1) & pairs->mask) {
        uint64_t slot = pairs->slots[place];
        if (slot == 0)
            return NULL;
        if ((slot & (((uint64_t)1 << 42) - 1)) == wanted)
            return pairs->stream + (slot >> 42);
    }
}

/* The record of a key of one character. */
static inline const uint32_t *single(const Pairs *pairs, uint32_t c)
{
    const uint32_t *record = group(pairs, c, NO_SECOND);
    return record ? record + 1 : NULL;
}

static inline uint32_t look_up(const Characters *characters, uint32_t c)
{
    for (uint32_t place = c * FIRST >> characters->shift;; place = (place + 1) & characters->mask) {
        uint32_t key = characters->places[2 * place];
        if (key == 0)
            return c;
        if (key == c)
            return characters->places[2 * place + 1];
    }
}

static inline uint32_t unified(const Table *t, uint32_t c)
{
    if (c - 0xF900u < 0x200u || c - 0x2F800u < 0x220u)
        return look_up(&t->normal, c);
    return c;
}

static inline uint32_t map_character(const Table *t, uint32_t c)
{
    if (c > 0xFFFF || t->map[c] & SPECIAL)
        return look_up(&t->astral, c);
    return (c + t->map[c]) & 0xFFFF;
}

static inline int is_description(uint32_t c) { return c - 0x2FF0u < 16; }

static inline int arity(uint32_t c)
{
    return c == 0x2FF2 || c == 0x2FF3 ? 3 : c == 0x2FFE || c == 0x2FFF ? 1 : 2;
}

static inline int ends_line(uint32_t c) { return c == '\n' || c == '\r'; }

/* ---- Reading ---------------------------------------------------------------------------------------------------- */

static const char MAGIC[8] = "ZHLTAB02", MODEL_MAGIC[8] = "ZHLMOD01", CHOICES_MAGIC[8] = "ZHLCHO01";

typedef struct {
    const uint32_t *fields;
    const uint8_t *start;
    uint32_t next, count;
} Reader;

static uint64_t checksum(const uint8_t *data, size_t size)
{
    uint64_t found = 0x9E3779B97F4A7C15u, word;
    for (size_t k = 0; k + 8 <= size; k += 8) {
        memcpy(&word, data + k, 8);
        found = (found ^ word) * 0x9E3779B97F4A7C15u;
        found = found << 23 | found >> 41;
    }
    return found;
}

/* The next section of a table; its size in bytes. */
static const void *section(Reader *reader, uint32_t *size)
{
    const uint32_t *field = reader->fields + 4 + 2 * reader->next++;
    *size = field[1];
    return reader->start + field[0];
}

static uint32_t bits_of(uint32_t count)
{
    uint32_t bits = 0;
    while (bits < 31 && (1u << bits) < count)
        bits++;
    return bits;
}

static Filter read_filter(Reader *reader)
{
    uint32_t size;
    const uint8_t *bits = section(reader, &size);
    return (Filter){bits, 32 - bits_of(size * 8)};
}

static Pairs read_pairs(Reader *reader)
{
    uint32_t size, stream_size;
    const uint64_t *slots = section(reader, &size);
    const uint32_t *stream = section(reader, &stream_size);
    return (Pairs){slots, stream, 32 - bits_of(size / 8), size / 8 - 1};
}

static Characters read_characters(Reader *reader)
{
    uint32_t size;
    const uint32_t *places = section(reader, &size);
    return (Characters){places, 32 - bits_of(size / 8), size / 8 - 1};
}

/* Whether a table has the hash that it names and, where the caller cares, was made from the expected sources. */
static int check_hashes(uint64_t found, uint64_t named, uint64_t source, uint64_t made_from)
{
    char message[100];
    if (found == named && (source == 0 || made_from == source))
        return 1;
    if (found != named)
        snprintf(message, sizeof message, "hash %llx\thash %llx", (unsigned long long)found, (unsigned long long)named);
    else
        snprintf(message, sizeof message, "tables of hash %llx\ttables of hash %llx", (unsigned long long)made_from,
                 (unsigned long long)source);
    PyErr_SetString(PyExc_ValueError, message); /* PyErr_Format of Python 3.11 writes no long long in hexadecimal */
    return 0;
}

/* Checks a packed table; sets ValueError with what was found and expected. */
static int open_table(const Py_buffer *buffer, unsigned long long source, Reader *reader)
{
    const uint8_t *start = buffer->buf;
    uint64_t hash, made_from;
    if (buffer->len < 280 || memcmp(start, MAGIC, 8) != 0) {
        PyErr_Format(PyExc_ValueError, "no table\ta packed table");
        return 0;
    }
    memcpy(&hash, start + 8, 8);
    memcpy(&made_from, start + 16, 8);
    reader->fields = (const uint32_t *)(start + 24);
    reader->start = start;
    reader->next = 0;
    reader->count = reader->fields[3];
    if (reader->fields[2] != (uint64_t)buffer->len || (size_t)start % 8) {
        PyErr_Format(PyExc_ValueError, "%zd bytes\t%lu bytes", buffer->len, (unsigned long)reader->fields[2]);
        return 0;
    }
    return check_hashes(checksum(start + 24, (size_t)buffer->len - 24), hash, source, made_from);
}

static void read_table(Reader *reader, Table *t)
{
    uint32_t size;
    t->flags = reader->fields[0];
    t->stages = (int)reader->fields[1];
    t->map = section(reader, &size);
    t->astral = read_characters(reader);
    t->hits = read_filter(reader);
    t->inside = read_filter(reader);
    t->phrases = read_pairs(reader);
    t->starts = read_filter(reader);
    t->stage_inside = read_filter(reader);
    t->normal = read_characters(reader);
    t->pool = section(reader, &size);
    for (int k = 0; k < t->stages && k < STAGES; k++) {
        t->stage[k].characters = read_characters(reader);
        t->stage[k].count = (int)*(const uint32_t *)section(reader, &size);
        for (int d = 0; d < t->stage[k].count && d < DICTIONARIES; d++)
            t->stage[k].dictionaries[d] = read_pairs(reader);
    }
}
