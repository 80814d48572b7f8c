/* The context model: which counterpart a character has (see convert/choose.py, which is the specification). */

#if defined(__GNUC__) || defined(__clang__)
#define PREFETCH(address) __builtin_prefetch(address)
#else
#define PREFETCH(address) ((void)0)
#endif

typedef struct {
    int count, with;
    int8_t offsets[2 * REACH];
    uint64_t base;
} Template;

typedef struct {
    Template templates[TEMPLATES];
    int template_count, marks, classed;
    int near_count;   /* templates of the first look, which see the neighbours alone */
    int32_t enough;   /* the lead with which the first look decides */
    uint32_t region, bucket_count, row_count;
    int32_t threshold[3];
    uint64_t odd[2 * REACH + 1];
    const uint32_t *rows;    /* character, count, final forms */
    const uint32_t *buckets;
    uint8_t *classes;        /* of each character of the BMP */
    uint16_t *row_of;        /* 1 + row of each character of the BMP */
    uint8_t *markers;        /* two bits for each character of the BMP */
} Model;

typedef struct {
    uint32_t character, cover, base, count, marked;
    int open_before, open_after; /* whether the line goes on, as far as was looked */
    uint64_t products[2 * REACH + 1], class_products[2 * REACH + 1];
} Window;

static inline uint32_t fold(uint32_t c)
{
    if (c > 0xFFFF)
        return BEYOND;
    if (c - '0' < 10u || c - 0xFF10u < 10u)
        return DIGIT;
    if ((c | 32) - 'a' < 26u)
        return LETTER;
    return c;
}

static inline void set_neighbour(const Model *model, Window *window, Py_ssize_t d, uint32_t c)
{
    uint64_t odd = model->odd[d + REACH];
    window->products[d + REACH] = fold(c) * odd;
    if (model->classed)
        window->class_products[d + REACH] = (c > 0xFFFF ? 0 : model->classes[c]) * odd;
}

/* The register that a character shows: 0 none, 1 Cantonese, 2 colloquial. */
static inline int marker_of(const Model *model, uint32_t c)
{
    return c <= 0xFFFF ? model->markers[c >> 2] >> 2 * (c & 3) & 3 : 0;
}

/* The final forms of an ambiguous character in the model's region. */
static inline const uint32_t *candidates(const Model *model, uint32_t c, Window *window)
{
    uint32_t row = c > 0xFFFF ? 0 : model->row_of[c];
    if (row == 0)
        return NULL;
    const uint32_t *found = model->rows + (row - 1) * (2 + CANDIDATES);
    window->count = found[1];
    return found + 2;
}

static inline int find_base(const uint32_t *finals, uint32_t written, Window *window)
{
    for (window->base = 0; window->base < window->count; window->base++)
        if (finals[window->base] == written)
            return 1;
    return 0;
}

/* The hash of a feature as it is kept: the low half finds the bucket, the high bits are the print. */
static inline uint64_t mix(uint64_t h)
{
    h ^= h >> 32;
    h *= 0xD6E8FEB86659FD93u;
    return h ^ h >> 32;
}

static inline const uint32_t *bucket_of(const Model *model, uint64_t h)
{
    return model->buckets + 4 * ((h & 0xFFFFFFFFu) * model->bucket_count >> 32);
}

/* The weight of a feature; no print stands twice in a bucket, so that a sum does for a search, without branches. */
static inline int32_t weight(const Model *model, uint64_t h)
{
    const uint32_t *bucket = bucket_of(model, h);
    uint32_t print = (uint32_t)(h >> 40) & 0xFFFFFF;
    int32_t found = 0;
    for (int k = 0; k < 4; k++)
        found += bucket[k] >> 8 == print ? (int8_t)(bucket[k] & 0xFF) : 0;
    return found;
}

/* Candidates that the region writes differently, and their scores so far. */
typedef struct {
    uint32_t live[CANDIDATES], count;
    int32_t scores[CANDIDATES];
} Contest;

static void set_contest(Contest *contest, const uint32_t *finals, uint32_t count)
{
    memset(contest, 0, sizeof *contest);
    for (uint32_t k = 0; k < count; k++) {
        uint32_t j = 0;
        while (finals[j] != finals[k])
            j++;
        if (j == k)
            contest->live[contest->count++] = k;
    }
}

/* Adds what the templates from `first` to `last` say. */
static void add_scores(const Model *model, const Window *window, int first, int last, Contest *contest)
{
    uint64_t sums[TEMPLATES], hashes[TEMPLATES], cover = window->cover * 8 + window->base;
    for (int t = first; t < last; t++) {
        const Template *template = &model->templates[t];
        const uint64_t *products = template->with & 8 ? window->class_products : window->products;
        uint64_t with = 0, sum = window->character * 0x9E3779B97F4A7C15u + template->base;
        if (template->with & 1)
            with += model->region;
        if (template->with & 2)
            with += 2 * (cover + 1);
        if (template->with & 4)
            with += 64 * window->marked;
        for (int k = 0; k < template->count; k++)
            sum += products[template->offsets[k]];
        sums[t] = sum + with * 0xD6E8FEB86659FD93u;
    }
    for (uint32_t k = 0; k < contest->count; k++) {
        uint32_t candidate = contest->live[k];
        int32_t score = 0;
        if (candidate == 0)
            continue;
        for (int t = first; t < last; t++) {
            hashes[t] = mix(sums[t] + candidate * 0xC2B2AE3D27D4EB4Fu);
            PREFETCH(bucket_of(model, hashes[t]));
        }
        for (int t = first; t < last; t++)
            score += weight(model, hashes[t]);
        contest->scores[candidate] += score;
    }
}

/* By how much a candidate is ahead of the best other one; 0 where it is alone. */
static int32_t lead(const Contest *contest, uint32_t candidate)
{
    int32_t second = INT32_MIN;
    for (uint32_t k = 0; k < contest->count; k++)
        if (contest->live[k] != candidate && contest->scores[contest->live[k]] > second)
            second = contest->scores[contest->live[k]];
    return second == INT32_MIN ? 0 : contest->scores[candidate] - second;
}

/* The candidate with the best score, the first of equals. */
static uint32_t leader(const Contest *contest)
{
    uint32_t best = contest->live[0];
    for (uint32_t k = 1; k < contest->count; k++)
        if (contest->scores[contest->live[k]] > contest->scores[best])
            best = contest->live[k];
    return best;
}

/* ---- Reading ---------------------------------------------------------------------------------------------------- */

static void free_model(Model *model)
{
    if (model) {
        PyMem_RawFree(model->classes);
        PyMem_RawFree(model->row_of);
        PyMem_RawFree(model->markers);
        PyMem_RawFree(model);
    }
}

/* The model of choices.bin (see convert/choose.py) behind a head of its own, with the final forms of one region. */
static Model *read_model(const Py_buffer *buffer, unsigned long long source, const Py_buffer *rows, unsigned int region)
{
    const uint8_t *start = (const uint8_t *)buffer->buf + MODEL_HEAD;
    const Py_ssize_t size = buffer->len - MODEL_HEAD;
    const uint32_t *fields = (const uint32_t *)(start + 8);
    uint64_t head[3];
    if (size < 136 || size % 8 || memcmp(buffer->buf, MODEL_MAGIC, 8) != 0 || memcmp(start, CHOICES_MAGIC, 8) != 0
        || (size_t)start % 8) {
        PyErr_SetString(PyExc_ValueError, "no model\ta context model");
        return NULL;
    }
    memcpy(head, (const uint8_t *)buffer->buf + 8, sizeof head);
    if (!check_hashes(checksum(start, (size_t)size), head[0], source, head[1]))
        return NULL;
    uint64_t templates = fields[0], buckets = fields[1], characters = fields[2], markers = fields[3], classes = fields[4];
    uint64_t before = 48 + 88 + templates * 8 + characters * 40 + markers * 4 + classes * 8;
    before = (before + 15) / 16 * 16;
    if (templates > TEMPLATES || buckets == 0 || before + buckets * 16 != (uint64_t)size
        || (uint64_t)rows->len != characters * 40 || characters > 0xFFFF) {
        PyErr_Format(PyExc_ValueError, "%zd bytes\t%llu bytes", size, (unsigned long long)(before + buckets * 16));
        return NULL;
    }
    Model *model = PyMem_RawCalloc(1, sizeof(Model));
    if (model) {
        model->classes = PyMem_RawCalloc(0x10000, 1);
        model->row_of = PyMem_RawCalloc(0x10000, 2);
        model->markers = PyMem_RawCalloc(0x4000, 1);
    }
    if (!model || !model->classes || !model->row_of || !model->markers) {
        free_model(model);
        PyErr_NoMemory();
        return NULL;
    }
    model->template_count = (int)templates;
    model->bucket_count = (uint32_t)buckets;
    model->region = region;
    model->near_count = (int)(fields[5] < templates ? fields[5] : templates);
    memcpy(model->threshold, fields + 6, sizeof model->threshold);
    model->enough = (int32_t)(fields[9] < INT32_MAX ? fields[9] : INT32_MAX);
    memcpy(model->odd, start + 48, sizeof model->odd);
    const uint32_t *field = (const uint32_t *)(start + 136);
    for (uint64_t t = 0; t < templates; t++, field += 2) {
        Template *template = &model->templates[t];
        template->with = (int)field[1];
        template->base = t * 8 * 0xC2B2AE3D27D4EB4Fu;
        model->marks |= template->with & 4;
        model->classed |= template->with & 8;
        for (int k = 0; k <= 2 * REACH; k++)
            if (field[0] >> k & 1 && k != REACH) {
                template->offsets[template->count++] = (int8_t)k;
                if ((k < REACH - 1 || k > REACH + 1) && model->near_count > (int)t)
                    model->near_count = (int)t; /* the first look has nothing further */
            }
    }
    model->rows = rows->buf;
    model->row_count = (uint32_t)characters;
    for (uint32_t k = 0; k < characters; k++) {
        const uint32_t *row = model->rows + k * (2 + CANDIDATES);
        if (row[0] <= 0xFFFF && row[1] <= CANDIDATES)
            model->row_of[row[0]] = (uint16_t)(k + 1);
    }
    field += characters * (2 + CANDIDATES);
    for (uint64_t k = 0; k < markers; k++, field++)
        if ((*field & 0xFFFFFF) <= 0xFFFF && (*field >> 24 == CANTONESE || region != HONG_KONG))
            model->markers[(*field & 0xFFFF) >> 2] |= (uint8_t)((*field >> 24 & 3) << 2 * (*field & 3));
    for (uint64_t k = 0; k < classes; k++, field += 2)
        if (field[0] <= 0xFFFF)
            model->classes[field[0]] = (uint8_t)field[1];
    model->buckets = (const uint32_t *)(start + before);
    return model;
}
