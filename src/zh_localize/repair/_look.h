/* One look over a line, for each width of character: included with UNIT and NAME. */

/* What a line may need: bits that say which repairs are worth their time. It may ask for too much, never for too little.
 * `place` is where the first stretch begins that reads like no Chinese. */
static int NAME(look)(const Judge *judge, const UNIT *s, Py_ssize_t size, Py_ssize_t *place)
{
    int found = 0, odd = 0, window = judge->window, sum = 0;
    int own = 0, between = 0;
    int costs[16] = {0};
    Py_ssize_t first = -64, second = -64, mark = -64, slot = 0;
    uint32_t before = judge->fold[' '], last = 0;
    for (Py_ssize_t i = 0; i < size; i++) {
        uint32_t c = s[i], next = i + 1 < size ? s[i + 1] : 0;
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
                found |= c == '?' && last >= 0x80 && i - second <= 8 ? SLIPS : 0;
                found |= (class_of(judge, next) | class_of(judge, last)) & CHINESE || last == '%' ? FOLDED : 0;
                between += (c == ',' || c == ';' || c == ':') && class_of(judge, next) & class_of(judge, last) & HAN;
            }
        }
        if ((c == '(' || c == 0xFF08) && class_of(judge, last) & HAN)
            found |= class_of(judge, next == ' ' && i + 2 < size ? s[i + 2] : next) & READING || next == 0x2D9 ? GLOSSES : 0;
        own |= (c - 0xFF00 < 0x20 && 0x8c001302u >> (c - 0xFF00) & 1);
        if (class & STANDS_FOR)
            found |= CHARACTERS;
        if (class & ODD)
            odd++;
        else if (class & CHINESE)
            odd = 0;
        found |= odd > 1 ? BYTES : 0;
        if (cost >= judge->surprise && i) {
            found |= (i - first <= 8 && second - first <= 4) || i - mark <= 4 ? SLIPS : 0;
            first = second;
            second = i;
        }
        sum += cost - costs[slot];
        costs[slot] = cost;
        slot = slot + 1 == window ? 0 : slot + 1;
        if (sum > judge->surprising * window && i + 1 >= window && !(found & WINDOWS)) {
            found |= WINDOWS;
            *place = i - window + 1;
        }
        last = c;
    }
    if (size >= 4 && size < window && sum > judge->surprising * size) {
        found |= WINDOWS;
        *place = 0;
    }
    return found | (own ? OWN : 0) | (between > 1 ? SEVERAL : between ? SOME : 0);
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
