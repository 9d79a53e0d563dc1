namespace TransitHub.Core.Fusion.Cameras;

/// <summary>
/// Probabilities that passages at one line are of runs: within each pattern exact (<see cref="PassageAlignment"/>), between patterns by messages, since
/// a passage is of one of them or of none. What is found is no assignment but how likely each is.
/// </summary>
internal sealed class LineAssociation(PassageEvidence evidence)
{
    /// <summary>Rounds of messages between patterns at most; they settle in two or three.</summary>
    private const int MaxRounds = 8;

    private const double Settled = 1e-3;

    private readonly PassageAlignment alignment = new();
    private readonly List<(int From, int To)> groups = [];
    private double[] messages = [];
    private double[] none = [];
    private double[] shares = [];
    private int width;
    private double seenUntil;

    /// <summary>Weighs a batch; ask for <see cref="Share"/> afterwards.</summary>
    /// <param name="passages">In the order of time.</param>
    /// <param name="candidates">Sorted by pattern and ordinal, within these by expected moment.</param>
    /// <param name="falseRate">Passages of no run, for each second.</param>
    /// <param name="names">How many names of routes pass the line.</param>
    /// <param name="now">Up to when all that passed has been heard of, Unix seconds.</param>
    public void Weigh(List<WaitingPassage> passages, List<LineCandidate> candidates, double falseRate, int names, double now)
    {
        this.seenUntil = now;
        this.width = candidates.Count;
        this.Group(candidates);
        int rows = passages.Count;
        this.Reserve(rows);
        for (int i = 0; i < rows; i++)
        {
            this.none[i] = (falseRate * PassageEvidence.OfNone(passages[i])) + (passages[i].Begun ? 0 : Math.Max(0, passages[i].Newcomers));
        }

        for (int round = 0; round < MaxRounds; round++)
        {
            double moved = 0;
            for (int g = 0; g < this.groups.Count; g++)
            {
                moved = Math.Max(moved, this.Weigh(g, passages, candidates, names));
            }

            if (moved < Settled || this.groups.Count == 1)
            {
                break;
            }
        }

        this.Normalize(rows);
    }

    /// <summary>Probability that the passage is the run's.</summary>
    public double Share(int passage, int candidate) => this.shares[(passage * this.width) + candidate];

    /// <summary>Probability that the passage is of none of the runs.</summary>
    public double NoneOf(int passage)
    {
        double sum = 1;
        for (int j = 0; j < this.width; j++)
        {
            sum -= this.Share(passage, j);
        }

        return Math.Max(0, sum);
    }

    private void Group(List<LineCandidate> candidates)
    {
        this.groups.Clear();
        for (int j = 0; j < candidates.Count; j++)
        {
            bool isNew = j == 0 || candidates[j].Pass.Pattern != candidates[j - 1].Pass.Pattern || candidates[j].Pass.Ordinal != candidates[j - 1].Pass.Ordinal;
            if (isNew)
            {
                this.groups.Add((j, j + 1));
            }
            else
            {
                this.groups[^1] = (this.groups[^1].From, j + 1);
            }
        }
    }

    private void Reserve(int rows)
    {
        if (this.none.Length < rows)
        {
            this.none = new double[rows * 2];
        }

        int cells = rows * Math.Max(1, this.groups.Count);
        if (this.messages.Length < cells)
        {
            this.messages = new double[cells * 2];
        }

        if (this.shares.Length < rows * this.width)
        {
            this.shares = new double[rows * this.width * 2];
        }

        Array.Clear(this.messages);
        Array.Clear(this.shares);
    }

    /// <summary>Weighs one pattern against what the others leave of each passage, and says what it would take.</summary>
    private double Weigh(int group, List<WaitingPassage> passages, List<LineCandidate> candidates, int names)
    {
        (int from, int to) = this.groups[group];
        this.alignment.Begin(passages.Count, to - from);
        for (int j = from; j < to; j++)
        {
            LineCandidate candidate = candidates[j];
            double unseen = 1 - candidate.Expectation.SeenBy(this.seenUntil);
            for (int i = 0; i < passages.Count; i++)
            {
                double weight = this.WeightOf(passages[i], candidate, names);
                if (weight > 0)
                {
                    this.alignment.Set(i, j - from, weight / (Math.Max(unseen, 0.01) * this.Elsewhere(i, group)));
                }
            }
        }

        this.alignment.Sum();
        return this.Tell(group, passages.Count);
    }

    private double WeightOf(WaitingPassage passage, LineCandidate candidate, int names)
    {
        double density = candidate.Expectation.Density(passage.At);
        return density == 0 ? 0 : density * evidence.OfRun(passage, candidate.Route, candidate.Pass.Direction, names);
    }

    private double Elsewhere(int passage, int group)
    {
        double sum = this.none[passage];
        for (int g = 0; g < this.groups.Count; g++)
        {
            sum += g == group ? 0 : this.messages[(passage * this.groups.Count) + g];
        }

        return sum;
    }

    private double Tell(int group, int rows)
    {
        (int from, int to) = this.groups[group];
        double moved = 0;
        for (int i = 0; i < rows; i++)
        {
            double taken = 0;
            for (int j = from; j < to; j++)
            {
                double share = this.alignment.Share(i, j - from);
                this.shares[(i * this.width) + j] = share;
                taken += share;
            }

            double elsewhere = this.Elsewhere(i, group);
            ref double message = ref this.messages[(i * this.groups.Count) + group];
            double next = elsewhere * taken / Math.Max(1 - taken, 1e-9);
            moved = Math.Max(moved, Math.Abs(next - message) / (elsewhere + next));
            message = next;
        }

        return moved;
    }

    /// <summary>Each pattern's shares were of its last view of the others: scaled to what all messages say together.</summary>
    private void Normalize(int rows)
    {
        for (int i = 0; i < rows; i++)
        {
            double sum = this.none[i];
            for (int g = 0; g < this.groups.Count; g++)
            {
                sum += this.messages[(i * this.groups.Count) + g];
            }

            for (int g = 0; g < this.groups.Count; g++)
            {
                (int from, int to) = this.groups[g];
                double taken = 0;
                for (int j = from; j < to; j++)
                {
                    taken += this.shares[(i * this.width) + j];
                }

                double scale = taken > 0 ? this.messages[(i * this.groups.Count) + g] / (sum * taken) : 0;
                for (int j = from; j < to; j++)
                {
                    this.shares[(i * this.width) + j] *= scale;
                }
            }
        }
    }
}
