using TransitHub.Gtfs.Notices;

namespace TransitHub.Gtfs.Reading;

/// <summary>What could be used of a feed, and what was found about it.</summary>
/// <param name="Schedule">The schedule; <see cref="Schedule.Empty"/> in form if nothing could be used.</param>
/// <param name="Notices">The findings.</param>
public sealed record ScheduleReadResult(Schedule Schedule, NoticeList Notices)
{
    /// <summary>Whether a finding of severity error was made.</summary>
    public bool HasErrors => Notices.HasErrors;
}
