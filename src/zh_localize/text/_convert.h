/* The conversion loop, written once and compiled for each pair of character widths.
 *
 * Before this file is included, S is the unit of the source, D that of the result, and NAME(x) makes names of its own.
 *
 * What the loop relies on: a text converts character by character except where a phrase says otherwise, and such
 * phrases are rare. So it maps characters one by one, and only where a pair of characters may begin such a phrase (or
 * where a character must be decided by its context) does it find out how leftmost-longest cutting cuts the text there. For
 * that it steps back to a pair that stands in no phrase: between such two, every cut has a border.
 */

/* The character at i, compatibility ideographs unified. */
static inline uint32_t NAME(at)(const Run *r, Py_ssize_t i)
{
    return unified(r->table, ((const S *)r->source)[i]);
}

/* The longest key of `pairs` that begins at i and ends by `end`: its record, and its length. */
static const uint32_t *NAME(match)(const Run *r, const Pairs *pairs, Py_ssize_t i, Py_ssize_t end, Py_ssize_t *length)
{
    if (i + 1 >= end)
        return NULL;
    const uint32_t *record = group(pairs, NAME(at)(r, i), NAME(at)(r, i + 1));
    if (record == NULL)
        return NULL;
    for (uint32_t count = *record++; count; count--) {
        uint32_t rest = record[0] & 0xFF, k = 0;
        if (i + 2 + (Py_ssize_t)rest <= end) {
            while (k < rest && NAME(at)(r, i + 2 + k) == record[2 + k])
                k++;
            if (k == rest) {
                *length = 2 + (Py_ssize_t)rest;
                return record;
            }
        }
        record += 2 + rest;
    }
    return NULL;
}

/* The first place at or before i where a segment surely begins. */
static Py_ssize_t NAME(border)(const Run *r, Py_ssize_t i)
{
    const S *s = r->source;
    while (i > r->segment.known && may_hold(&r->table->inside, s[i - 1], s[i]))
        i--;
    return i;
}

/* Finds the segment that i belongs to, and keeps it in r->segment.phrase (NULL outside phrases), r->segment.begin and r->segment.known. */
static void NAME(locate)(Run *r, Py_ssize_t i, Py_ssize_t end)
{
    const S *s = r->source;
    Py_ssize_t place = NAME(border)(r, i);
    for (;;) {
        Py_ssize_t length = 1;
        r->segment.phrase = NULL;
        if (may_hold(&r->table->inside, s[place], s[place + 1]))
            r->segment.phrase = NAME(match)(r, &r->table->phrases, place, end, &length);
        if (place + length > i) {
            r->segment.begin = place;
            r->segment.known = place + length;
            return;
        }
        place += length;
    }
}

static int NAME(put)(Run *r, uint32_t c)
{
    if (sizeof(D) == 2 && c > 0xFFFF)
        return WIDEN;
    r->wide |= c > 0xFFFF;
    ((D *)r->out)[r->length++] = (D)c;
    return DONE;
}

/* Appends a value, in place of the last `back` characters of the result; `left` more are to come at least. */
static int NAME(append)(Run *r, const uint32_t *value, Py_ssize_t length, Py_ssize_t back, Py_ssize_t left)
{
    if (sizeof(D) == 2)
        for (Py_ssize_t k = 0; k < length; k++)
            if (value[k] > 0xFFFF)
                return WIDEN;
    if (!reserve(r, length + left, sizeof(D)))
        return NO_MEMORY;
    r->length -= back;
    for (Py_ssize_t k = 0; k < length; k++)
        NAME(put)(r, value[k]);
    return DONE;
}

/* What the context model sees of the line around i, in places from `near` to `far` away, after all nearer ones. */
static void NAME(look)(const Run *r, Py_ssize_t i, Py_ssize_t near, Py_ssize_t far, Window *window)
{
    const S *s = r->source;
    for (Py_ssize_t d = near; d <= far; d++) {
        window->open_before = window->open_before && i >= d && !ends_line(s[i - d]);
        set_neighbour(r->model, window, -d, window->open_before ? NAME(at)(r, i - d) : OUTSIDE);
        window->open_after = window->open_after && i + d < r->size && !ends_line(s[i + d]);
        set_neighbour(r->model, window, d, window->open_after ? NAME(at)(r, i + d) : OUTSIDE);
    }
}

/* The register of the line around i, Cantonese before colloquial; remembered until its end. */
static int NAME(marked)(Run *r, Py_ssize_t i)
{
    const S *s = r->source;
    if (i < r->line_end && i >= r->line_begin)
        return r->line_marked;
    Py_ssize_t begin = i, end = i;
    while (begin > r->line_end && !ends_line(s[begin - 1])) /* places are asked for in order */
        begin--;
    while (end < r->size && !ends_line(s[end]))
        end++;
    r->line_marked = 0;
    for (Py_ssize_t k = begin; k < end && r->line_marked != CANTONESE; k++) {
        int marker = marker_of(r->model, s[k]);
        r->line_marked = marker == CANTONESE || !r->line_marked ? marker : r->line_marked;
    }
    r->line_begin = begin;
    r->line_end = end;
    return r->line_marked;
}

/* Decides the character that was just written for i, by its context. */
static int NAME(decide)(Run *r, Py_ssize_t i, D *written)
{
    Window window;
    uint32_t kind = r->segment.phrase ? r->segment.phrase[0] >> 8 & 0xFF : 0;
    if (kind == SETTLED)
        return DONE;
    if (kind == SEVERAL)
        kind = r->segment.phrase[0] >> 16 >> (i - r->segment.begin) & 1 ? 2 : 1;
    window.character = NAME(at)(r, i);
    window.cover = kind;
    const uint32_t *finals = candidates(r->model, window.character, &window);
    if (finals == NULL || !find_base(finals, *written, &window))
        return DONE;
    Contest contest;
    set_contest(&contest, finals, window.count);
    window.marked = r->model->marks ? NAME(marked)(r, i) : 0;
    window.open_before = window.open_after = 1;
    NAME(look)(r, i, 1, 1, &window);
    add_scores(r->model, &window, 0, r->model->near_count, &contest);
    uint32_t chosen = leader(&contest);
    if (lead(&contest, chosen) < r->model->enough) {
        NAME(look)(r, i, 2, REACH, &window);
        add_scores(r->model, &window, r->model->near_count, r->model->template_count, &contest);
        chosen = leader(&contest);
    }
    if (contest.scores[chosen] - contest.scores[window.base] < r->model->threshold[window.cover])
        chosen = window.base;
    int32_t margin = lead(&contest, chosen);
    if (sizeof(D) == 2 && finals[chosen] > 0xFFFF)
        return DONE; /* no candidate is that rare; the pure twin leaves it as well */
    *written = (D)finals[chosen];
    return r->records ? record(r, i, i + 1, chosen + 1, margin) : DONE;
}

/* Whether a phrase or the character at i waits for the context model. */
static inline int NAME(is_ambiguous)(const Run *r, Py_ssize_t i)
{
    uint32_t c = ((const S *)r->source)[i];
    if (r->model == NULL)
        return 0;
    return c > 0xFFFF ? 0 : (r->table->map[c] & AMBIGUOUS) != 0;
}

/* Writes the phrase that begins at i. */
static int NAME(phrase)(Run *r, Py_ssize_t i, Py_ssize_t *next)
{
    const uint32_t *value = r->table->pool + r->segment.phrase[1];
    Py_ssize_t length = (Py_ssize_t)value[0];
    *next = r->segment.known;
    int state = NAME(append)(r, value + 1, length, 0, r->size - *next);
    if (state == DONE && r->records)
        state = record(r, i, *next, 0, 0);
    if (state != DONE || length != *next - i)
        return state;
    for (Py_ssize_t k = 0; k < length && state == DONE; k++)
        if (NAME(is_ambiguous)(r, i + k))
            state = NAME(decide)(r, i + k, (D *)r->out + r->length - length + k);
    return state;
}

/* Runs the stages over the run of characters outside phrases around i, if a stage's word may stand there. */
static int NAME(run)(Run *r, Py_ssize_t i, Py_ssize_t end, Py_ssize_t floor, Py_ssize_t *next)
{
    const S *s = r->source;
    const Table *t = r->table;
    Py_ssize_t begin = i, stop = i + 1, length;
    while (begin > floor && may_hold(&t->stage_inside, s[begin - 1], s[begin]))
        begin--;
    Py_ssize_t known = r->segment.known;
    r->segment.known = floor;
    for (Py_ssize_t place = NAME(border)(r, begin); place < i; place += length) {
        length = 1;
        if (NAME(match)(r, &t->phrases, place, end, &length) && place + length > begin)
            begin = place + length;
    }
    r->segment.known = known;
    while (stop < end && may_hold(&t->stage_inside, s[stop - 1], s[stop]) && !is_description(s[stop])
           && !NAME(match)(r, &t->phrases, stop, end, &length))
        stop++;
    Stretch first = {0}, second = {0};
    int state = NO_MEMORY;
    if (!extend(&first, stop - begin))
        goto done;
    for (Py_ssize_t k = begin; k < stop; k++)
        first.text[first.length++] = NAME(at)(r, k);
    for (int k = 0; k < t->stages; k++) {
        if (!run_stage(&t->stage[k], t->pool, &first, &second))
            goto done;
        Stretch swapped = first;
        first = second;
        second = swapped;
    }
    state = NAME(append)(r, first.text, first.length, i - begin, r->size - stop);
    if (state != DONE)
        goto done;
    if (r->records) {
        while (r->records->count && r->records->rows[r->records->count - 1].start >= (uint32_t)begin)
            r->records->count--;
        state = record(r, begin, stop, 0, 0);
    }
    *next = r->segment.known = stop;
    r->segment.phrase = NULL;
    if (first.length == stop - begin)
        for (Py_ssize_t k = begin; k < stop && state == DONE; k++) {
            r->segment.begin = k;
            if (NAME(is_ambiguous)(r, k))
                state = NAME(decide)(r, k, (D *)r->out + r->length - first.length + (k - begin));
        }
done:
    PyMem_RawFree(first.text);
    PyMem_RawFree(second.text);
    return state;
}

/* The end of the ideographic description sequence at i, or i where it is not complete. */
static Py_ssize_t NAME(description)(const Run *r, Py_ssize_t i)
{
    const S *s = r->source;
    Py_ssize_t place = i;
    for (int needed = 1; needed; place++) {
        if (place >= r->size || place - i >= LONGEST_DESCRIPTION)
            return i;
        needed += (is_description(s[place]) ? arity(s[place]) : 0) - 1;
    }
    return place;
}

/* A place that is not a plain character: a phrase, a run with a word of a stage, an ambiguous or a rare character. */
static int NAME(special)(Run *r, Py_ssize_t i, Py_ssize_t end, Py_ssize_t *next)
{
    const S *s = r->source;
    const Table *t = r->table;
    uint32_t c = s[i], following = i + 1 < r->size ? s[i + 1] : 0;
    Py_ssize_t length;
    if (is_description(c)) {
        Py_ssize_t after = NAME(description)(r, i);
        if (after > i && after <= end) {
            for (*next = i; *next < after; ++*next) {
                int state = NAME(put)(r, s[*next]);
                if (state == WIDEN)
                    r->length -= *next - i;
                if (state != DONE)
                    return state;
            }
            r->segment.known = after;
            r->segment.phrase = NULL;
            return DONE;
        }
    }
    int ambiguous = NAME(is_ambiguous)(r, i);
    uint32_t mapped = map_character(t, c);
    int may_start = t->stages && (may_hold(&t->starts, c, following) || (c <= 0xFFFF && t->map[c] & EXPANDS));
    if (i >= r->segment.known) {
        int wanted = ambiguous || may_start || (r->records && mapped != c);
        const uint32_t *phrase = wanted ? NULL : NAME(match)(r, &t->phrases, i, end, &length);
        if (wanted || (phrase && phrase[1])) {
            Py_ssize_t floor = r->segment.known;
            NAME(locate)(r, i, end);
            if (r->segment.phrase && r->segment.begin == i && r->segment.phrase[1])
                return NAME(phrase)(r, i, next);
            if (r->segment.phrase == NULL && may_start)
                return NAME(run)(r, i, end, floor, next);
        }
    }
    int located = i < r->segment.known;
    *next = i + 1;
    int state = NAME(put)(r, mapped);
    if (state == DONE && r->records && mapped != c)
        state = record(r, located && r->segment.phrase ? r->segment.begin : i, located && r->segment.phrase ? r->segment.known : i + 1, 0, 0);
    if (state == DONE && ambiguous)
        state = NAME(decide)(r, i, (D *)r->out + r->length - 1);
    return state;
}

#define PER_WORD ((Py_ssize_t)(sizeof(uint64_t) / sizeof(S)))

/* Converts source[i:end]; DONE, or WIDEN with the place in r->resume, or NO_MEMORY. */
static int NAME(stretch)(Run *r, Py_ssize_t i, Py_ssize_t end)
{
    const S *s = r->source;
    const Table *t = r->table;
    const uint32_t *map = t->map;
    const Filter hits = t->hits;
    const uint32_t busy = SPECIAL | EXPANDS | (r->model ? AMBIGUOUS : 0) | (r->records ? CHANGED : 0);
    const int skip = !(t->flags & ASCII_HITS);
    D *out = (D *)r->out + r->length;
    while (i < end) {
        uint32_t c = s[i];
        if (c < 0x80 && skip) {
            *out++ = (D)c;
            i++;
            if (sizeof(S) == sizeof(D)) /* eight bytes at a time */
                for (uint64_t word; i + PER_WORD <= end; i += PER_WORD, out += PER_WORD) {
                    memcpy(&word, s + i, sizeof word);
                    if (word & (sizeof(S) == 2 ? 0xFF80FF80FF80FF80u : 0xFFFFFF80FFFFFF80u))
                        break;
                    memcpy(out, &word, sizeof word);
                }
            continue;
        }
        uint32_t m = c > 0xFFFF ? SPECIAL : map[c];
        if (!((m & busy) | may_hold(&hits, c, s[i + 1]))) {
            *out++ = (D)((c + m) & 0xFFFF);
            i++;
            continue;
        }
        r->length = out - (D *)r->out;
        Segment segment = r->segment;
        Py_ssize_t next;
        int state = NAME(special)(r, i, end, &next);
        if (state != DONE) {
            r->segment = segment;
            r->resume = i;
            return state;
        }
        out = (D *)r->out + r->length;
        i = next;
    }
    r->length = out - (D *)r->out;
    return DONE;
}

/* The first of the user's words in source[i:], or the end of the text; its value in *value, its end in *after. */
static Py_ssize_t NAME(find_word)(const Run *r, Py_ssize_t i, const uint32_t **value, Py_ssize_t *after)
{
    const S *s = r->source;
    const Words *words = r->words;
    for (; words && i < r->size; i++) {
        const uint32_t *found = NULL;
        Py_ssize_t length = 1;
        if (may_hold(&words->pairs, s[i], s[i + 1]))
            found = NAME(match)(r, &words->keys, i, r->size, &length);
        if (found == NULL && may_hold(&words->singles, s[i], 0))
            found = single(&words->keys, NAME(at)(r, i));
        if (found) {
            *value = words->pool + found[1];
            *after = i + length;
            return i;
        }
    }
    return r->size;
}

/* Converts the whole source, or goes on where the result had to be widened. */
static int NAME(convert)(Run *r)
{
    for (;;) {
        if (r->word_begin < 0)
            r->word_begin = NAME(find_word)(r, r->resume, &r->word, &r->word_end);
        if (r->resume < r->word_begin) {
            int state = NAME(stretch)(r, r->resume, r->word_begin);
            if (state != DONE)
                return state;
            r->resume = r->word_begin;
        }
        if (r->word_begin >= r->size)
            return DONE;
        int state = NAME(append)(r, r->word + 1, (Py_ssize_t)r->word[0], 0, r->size - r->word_end);
        if (state == DONE && r->records)
            state = record(r, r->word_begin, r->word_end, WORD, 0);
        if (state != DONE)
            return state;
        r->resume = r->segment.known = r->word_end;
        r->segment.phrase = NULL;
        r->word_begin = -1;
    }
}

#undef PER_WORD
#undef S
#undef D
#undef NAME
