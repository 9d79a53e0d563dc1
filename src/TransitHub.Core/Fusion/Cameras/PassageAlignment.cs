namespace TransitHub.Core.Fusion.Cameras;

/// <summary>
/// Sums over all ways to give the runs of one pattern to passages at a line so that both keep their order, but for neighbors that may have
/// overtaken; a run may stay unseen and a passage may be of none of them. Forward and backward, so that each pair's share of the sum is exact.
/// </summary>
internal sealed class PassageAlignment
{
    /// <summary>What it costs that one vehicle of a pattern overtakes the next.</summary>
    private const double Overtaking = 0.15;

    /// <summary>No pair counts for more than this; keeps the products of a batch within the range of a double.</summary>
    private const double MostRatio = 1e5;

    private double[] ratios = [];
    private double[] ahead = [];
    private double[] behind = [];
    private int rows;
    private int columns;

    /// <summary>Starts anew with that many passages and runs.</summary>
    public void Begin(int passages, int runs)
    {
        this.rows = passages;
        this.columns = runs;
        int size = (passages + 3) * (runs + 3);
        if (this.ratios.Length < size)
        {
            this.ratios = new double[size * 2];
            this.ahead = new double[size * 2];
            this.behind = new double[size * 2];
        }

        Array.Clear(this.ratios, 0, size);
    }

    /// <summary>Sets how much likelier it is that the passage is the run's than that both are without each other.</summary>
    public void Set(int passage, int run, double ratio) => this.ratios[this.Place(passage + 1, run + 1)] = Math.Min(MostRatio, ratio);

    /// <summary>Sums; ask for <see cref="Share"/> afterwards.</summary>
    public void Sum()
    {
        for (int i = 0; i <= this.rows; i++)
        {
            for (int j = 0; j <= this.columns; j++)
            {
                this.ahead[this.Place(i, j)] = i == 0 || j == 0 ? 1 : this.Ahead(i, j);
            }
        }

        for (int i = this.rows + 1; i >= 1; i--)
        {
            for (int j = this.columns + 1; j >= 1; j--)
            {
                this.behind[this.Place(i, j)] = i > this.rows || j > this.columns ? 1 : this.Behind(i, j);
            }
        }
    }

    /// <summary>Probability that the passage is the run's.</summary>
    public double Share(int passage, int run)
    {
        int i = passage + 1;
        int j = run + 1;
        double own = this.ratios[this.Place(i, j)];
        if (own == 0)
        {
            return 0;
        }

        double sum = this.ahead[this.Place(i - 1, j - 1)] * this.behind[this.Place(i + 1, j + 1)];
        if (i > 1 && j < this.columns)
        {
            sum += Overtaking * this.ratios[this.Place(i - 1, j + 1)] * this.AheadOf(i - 2, j - 1) * this.BehindOf(i + 1, j + 2);
        }

        if (i < this.rows && j > 1)
        {
            sum += Overtaking * this.ratios[this.Place(i + 1, j - 1)] * this.AheadOf(i - 1, j - 2) * this.BehindOf(i + 2, j + 1);
        }

        return own * sum / this.ahead[this.Place(this.rows, this.columns)];
    }

    private int Place(int i, int j) => (i * (this.columns + 3)) + j;

    private double AheadOf(int i, int j) => i < 0 || j < 0 ? 0 : this.ahead[this.Place(i, j)];

    private double BehindOf(int i, int j) => i > this.rows + 1 || j > this.columns + 1 ? 0 : this.behind[this.Place(i, j)];

    /// <summary>Ways for the first passages and runs: without the last of the one, of the other (both counted twice), with both as a pair, or crossed.</summary>
    private double Ahead(int i, int j)
    {
        double both = this.ahead[this.Place(i - 1, j - 1)];
        double sum = this.ahead[this.Place(i - 1, j)] + this.ahead[this.Place(i, j - 1)] - both + (this.ratios[this.Place(i, j)] * both);
        double crossed = this.ratios[this.Place(i, j - 1)] * this.ratios[this.Place(i - 1, j)];
        return crossed == 0 ? sum : sum + (Overtaking * crossed * this.AheadOf(i - 2, j - 2));
    }

    private double Behind(int i, int j)
    {
        double both = this.behind[this.Place(i + 1, j + 1)];
        double sum = this.behind[this.Place(i + 1, j)] + this.behind[this.Place(i, j + 1)] - both + (this.ratios[this.Place(i, j)] * both);
        double crossed = i == this.rows || j == this.columns ? 0 : this.ratios[this.Place(i, j + 1)] * this.ratios[this.Place(i + 1, j)];
        return crossed == 0 ? sum : sum + (Overtaking * crossed * this.BehindOf(i + 2, j + 2));
    }
}
