/* One look over a text, for each width of character: included with UNIT and NAME. */

/* What a text may need: bits that say which repairs are worth their time. It may ask for too much, never for too little.
 * `place` is where the first stretch begins that reads like no Chinese, in the first line that has one. */
static int NAME(look)(const Judge *judge, const UNIT *s, Py_ssize_t size, Py_ssize_t *place)
{
    int found = 0, odd = 0, window = judge->window, sum = 0;
    int marks = 0, own = 0, own_here = 0, between = 0, folded = 0; /* punctuation: of the text, and of a line */
    int costs[16] = {0};
    Py_ssize_t first = -64, second = -64, mark = -64, line = 0;
    uint32_t before = judge->fold[' '], last = 0;
    for (Py_ssize_t i = 0; i <= size; i++) {
        uint32_t c = i < size ? s[i] : '\n', next = i + 1 < size ? s[i + 1] : 0;
        uint32_t number = number_of(judge, c), class = class_of(judge, c);
        int cost = pair_cost(judge, before, number);
        before = number;
        if (c < 0x80) {
            uint32_t third = i + 2 < size ? s[i + 2] : 0, fourth = i + 3 < size ? s[i + 3] : 0;
            switch (c) {
            case '&': found |= next == '#' || (next == 'a' && third == 'm') ? LEAKS : 0; break;
            case '\\': found |= next == 'u' ? LEAKS : 0; break;
            case '%': found |= is_hex(next) && is_hex(third) && next - '0' >= 8 ? LEAKS : 0; break;
            case '=': found |= is_hex(next) && is_hex(third) && next - '0' >= 8 ? LEAKS : 0; break;
            case '~': found |= next == '{' ? LEAKS : 0; break;
            case 0x0E: found |= LEAKS; break;
            case '$': found |= next == ')' && third == 'A' ? LEAKS : 0; break;
            case '+': found |= is_base64(next) && is_base64(third) && is_base64(fourth) ? LEAKS : 0; break;
            case ')':
                if (i && class_of(judge, s[i - 1]) & READING) {
                    Py_ssize_t k = i - 1;
                    while (k > 0 && i - k <= 7 && class_of(judge, s[k]) & READING)
                        k--;
                    k -= s[k] == '?' && k > 0;
                    found |= class_of(judge, s[k]) & HAN ? SLIPS : 0;
                } /* fall through */
            case '(': case ',': case ';': case ':': case '?': case '!':
                mark = next >= 0x80 ? i : mark;
                marks |= (class_of(judge, next) | class_of(judge, last)) & CHINESE || last == '%';
                between += class_of(judge, next) & HAN && class_of(judge, last) & HAN;
            }
        }
        if ((c == '(' || c == 0xFF08) && class_of(judge, last) & HAN)
            found |= class_of(judge, next == ' ' && i + 2 < size ? s[i + 2] : next) & READING || next == 0x2D9 ? GLOSSES : 0;
        own_here |= (c - 0xFF00 < 0x20 && 0x8c001302u >> (c - 0xFF00) & 1);
        if (class & STANDS_FOR)
            found |= CHARACTERS;
        if (class & ODD)
            odd++;
        else if (class & CHINESE || c == '\n')
            odd = 0;
        found |= odd > 1 ? BYTES : 0;
        if (cost >= judge->surprise && i) {
            found |= (i - first <= 8 && second - first <= 4) || i - mark <= 4 ? SLIPS : 0;
            first = second;
            second = i;
        }
        if (c == '\n') {
            own |= own_here;
            folded |= !own_here && between > 1;
            own_here = between = 0;
            Py_ssize_t length = i - line;
            if (length >= 4 && length < window && sum > judge->surprising * length && !(found & WINDOWS)) {
                found |= WINDOWS;
                *place = line;
            }
            line = i + 1;
            sum = 0;
        } else {
            Py_ssize_t slot = (i - line) % window;
            sum += cost - (i - line >= window ? costs[slot] : 0);
            costs[slot] = cost;
            if (i - line + 1 >= window && sum > judge->surprising * window && !(found & WINDOWS)) {
                found |= WINDOWS;
                *place = i - window + 1;
            }
        }
        last = c;
    }
    return found | (folded || (marks && !own) ? MARKS : 0);
}

/* The cost of each character behind the one before it, as bytes. */
static void NAME(costs)(const Judge *judge, const UNIT *s, Py_ssize_t size, uint8_t *out)
{
    uint32_t before = size ? number_of(judge, s[0]) : 0;
    for (Py_ssize_t i = 1; i < size; i++) {
        uint32_t number = number_of(judge, s[i]);
        out[i - 1] = (uint8_t)pair_cost(judge, before, number);
        before = number;
    }
}
