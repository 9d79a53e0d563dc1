namespace TransitHub.Archive;

/// <summary>What an operator may set about the archive of a feed's days.</summary>
public sealed record ArchiveOptions
{
    /// <summary>
    /// Whether days are rolled into the archive at all; what was archived before stays readable, and is kept as the limits say only while this is on.
    /// Default true: the log forgets after a month, and what is learned of seasons needs more.
    /// </summary>
    public bool Enabled { get; init; } = true;

    /// <summary>
    /// Folder of the archives of all feeds, <c>{Folder}/{feed}</c>; null: <c>{data}/{feed}/archive</c>. Processes of a scaled-out hub are given one
    /// that they share, or each has the days that it made.
    /// </summary>
    public string? Folder { get; init; }

    /// <summary>
    /// How long after its end a day is rolled, hours. 0.5 to 72; default 3: at night, when a hub has time, and when the runs that cross
    /// midnight have ended.
    /// </summary>
    public double AfterHours { get; init; } = 3;

    /// <summary>How many days back the archive is kept, counted from today. 1 to 36,500; default 400: a year and the month beside it to compare with.</summary>
    public int KeepDays { get; init; } = 400;

    /// <summary>
    /// Size of all days at which the oldest are removed, bytes. 1,048,576 to 2^50; default 68,719,476,736 (64 GiB). The newest day always stays.
    /// </summary>
    public long KeepBytes { get; init; } = 64L << 30;

    /// <summary>
    /// Whether stops visited are worked out and kept. Default true; it takes a second state of the feed's vehicles in memory while a day is
    /// rolled, and most of the time that takes.
    /// </summary>
    public bool StopVisits { get; init; } = true;

    /// <summary>
    /// Share of one core that rolling a day may take, so that the live core is not slowed. 0.05 to 1; default 0.25.
    /// </summary>
    public double CoreShare { get; init; } = 0.25;

    /// <summary>What is wrong with the values, one sentence for each that names the setting; empty when all is well.</summary>
    public IReadOnlyList<string> Check()
    {
        List<string> wrong = [];
        Require(this.AfterHours is >= 0.5 and <= 72, nameof(this.AfterHours), "0.5 to 72 hours");
        Require(this.KeepDays is >= 1 and <= 36_500, nameof(this.KeepDays), "1 to 36500 days");
        Require(this.KeepBytes is >= 1L << 20 and <= 1L << 50, nameof(this.KeepBytes), "1048576 to 2^50 bytes");
        Require(this.CoreShare is >= 0.05 and <= 1, nameof(this.CoreShare), "0.05 to 1");
        return wrong;

        void Require(bool holds, string setting, string range)
        {
            if (!holds)
            {
                wrong.Add($"{setting} must be {range}.");
            }
        }
    }
}
