namespace TransitHub.Training.Baselines;

/// <summary>
/// Link times of the days and hours before the test: of each link, of its half hours, and of its trips day by day. Filled while fitting,
/// then left as it is.
/// </summary>
public sealed class LinkHistory(int links)
{
    /// <summary>Half hours for the average by time of day.</summary>
    private const double BucketSeconds = 1800;

    /// <summary>Observations that a half hour's average is drawn toward the link's own mean by.</summary>
    private const double PriorWeight = 5;

    private readonly (int Count, double Sum)[] whole = new (int, double)[links];
    private readonly Dictionary<(int Link, int Bucket), (int Count, double Sum)> halfHours = [];
    private readonly Dictionary<(int Link, int Trip), TripDays> ofTrips = [];
    private readonly Dictionary<(int Link, int ThreeHours), TrimmedTimes> threeHours = [];
    private readonly TrimmedTimes?[] all = new TrimmedTimes?[links];

    /// <summary>Passages taken.</summary>
    public long Count { get; private set; }

    /// <summary>Takes a passage.</summary>
    public void Add(in LinkPassage passage)
    {
        this.Count++;
        (int count, double sum) = this.whole[passage.Link];
        this.whole[passage.Link] = (count + 1, sum + passage.Seconds);
        (int Link, int Bucket) key = (passage.Link, (int)Math.Floor(passage.DaySeconds / BucketSeconds));
        (count, sum) = this.halfHours.GetValueOrDefault(key);
        this.halfHours[key] = (count + 1, sum + passage.Seconds);
        if (!this.ofTrips.TryGetValue((passage.Link, passage.Trip), out TripDays? days))
        {
            this.ofTrips.Add((passage.Link, passage.Trip), days = new TripDays());
        }

        days.Add(passage.Day, (float)passage.Seconds);
        (int Link, int ThreeHours) wide = (passage.Link, ThreeHours(passage.DaySeconds));
        if (!this.threeHours.TryGetValue(wide, out TrimmedTimes? times))
        {
            this.threeHours.Add(wide, times = new TrimmedTimes());
        }

        times.Add((float)passage.Seconds);
        (this.all[passage.Link] ??= new TrimmedTimes()).Add((float)passage.Seconds);
    }

    /// <summary>
    /// The average of a link by time of day, seconds: the half hour's, drawn toward the link's mean, in which the timetable counts as one
    /// observation.
    /// </summary>
    public double Average(int link, double daySeconds, double scheduled)
    {
        (int count, double sum) = this.whole[link];
        double mean = (sum + scheduled) / (count + 1);
        (count, sum) = this.halfHours.GetValueOrDefault((link, (int)Math.Floor(daySeconds / BucketSeconds)));
        return (sum + (PriorWeight * mean)) / (count + PriorWeight);
    }

    /// <summary>What a trip took over a link day by day; null when it never ran.</summary>
    internal TripDays? DaysOf(int link, int trip) => this.ofTrips.GetValueOrDefault((link, trip));

    /// <summary>All times of a link in the three hours that hold a time of day; null without any.</summary>
    internal TrimmedTimes? InThreeHours(int link, double daySeconds) => this.threeHours.GetValueOrDefault((link, ThreeHours(daySeconds)));

    /// <summary>All times of a link; null without any.</summary>
    internal TrimmedTimes? OfLink(int link) => this.all[link];

    private static int ThreeHours(double daySeconds) => (int)Math.Floor(daySeconds / 10_800);
}
