namespace TransitHub.Training.Baselines;

/// <summary>What one trip took over one link, day by day.</summary>
internal sealed class TripDays
{
    private readonly List<(int Day, float Seconds)> days = [];
    private TrimmedTimes? trimmed;

    /// <summary>How many days there are.</summary>
    public int Count => this.days.Count;

    /// <summary>All days without outliers.</summary>
    public TrimmedTimes Trimmed
    {
        get
        {
            if (this.trimmed is null)
            {
                this.trimmed = new TrimmedTimes();
                foreach ((_, float seconds) in this.days)
                {
                    this.trimmed.Add(seconds);
                }
            }

            return this.trimmed;
        }
    }

    /// <summary>Takes a day; of two times on one day the later counts.</summary>
    public void Add(int day, float seconds)
    {
        this.trimmed = null;
        int at = this.days.FindIndex(d => d.Day >= day);
        if (at >= 0 && this.days[at].Day == day)
        {
            this.days[at] = (day, seconds);
        }
        else
        {
            this.days.Insert(at < 0 ? this.days.Count : at, (day, seconds));
        }
    }

    /// <summary>Mean and variance of the newest days, seconds and square seconds.</summary>
    /// <param name="count">How many days, at most <see cref="Count"/>.</param>
    public (double Mean, double Variance) Newest(int count)
    {
        double sum = 0;
        double squares = 0;
        for (int i = this.days.Count - count; i < this.days.Count; i++)
        {
            double seconds = this.days[i].Seconds;
            sum += seconds;
            squares += seconds * seconds;
        }

        double mean = sum / count;
        return (mean, (squares / count) - (mean * mean));
    }
}
