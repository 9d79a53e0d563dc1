using NodaTime;

namespace TransitHub.Archive.Days;

/// <summary>Which days the limits of age and size no longer allow.</summary>
internal static class ArchiveRetention
{
    /// <summary>The days to remove, the oldest first, each with the reason; never the newest one.</summary>
    /// <param name="days">All of them, the oldest first.</param>
    /// <param name="today">The present day.</param>
    /// <param name="options">The limits.</param>
    public static IReadOnlyList<(LocalDate Date, string Folder, long Bytes, string Reason)> Surplus(
        IReadOnlyList<(LocalDate Date, string Folder)> days, LocalDate today, ArchiveOptions options)
    {
        long[] sizes = [.. days.Select(d => new DirectoryInfo(d.Folder).EnumerateFiles().Sum(f => f.Length))];
        long total = sizes.Sum();
        List<(LocalDate Date, string Folder, long Bytes, string Reason)> surplus = [];
        for (int i = 0; i < days.Count - 1; i++)
        {
            bool isOld = IsTooOld(days[i].Date, today, options);
            if (!isOld && total <= options.KeepBytes)
            {
                break;
            }

            surplus.Add((days[i].Date, days[i].Folder, sizes[i], isOld
                ? $"it is older than Archive:{nameof(options.KeepDays)} = {options.KeepDays}"
                : $"all days together exceed Archive:{nameof(options.KeepBytes)} = {options.KeepBytes}"));
            total -= sizes[i];
        }

        return surplus;
    }

    /// <summary>Whether a day lies farther back than days are kept.</summary>
    public static bool IsTooOld(LocalDate day, LocalDate today, ArchiveOptions options) => Period.DaysBetween(day, today) > options.KeepDays;
}
