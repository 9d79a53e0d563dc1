using System.IO.Hashing;
using System.Text;
using TransitHub.Gtfs.Building;
using TransitHub.Gtfs.Building.Tables;
using TransitHub.Gtfs.Merging;
using TransitHub.Gtfs.Reading;
using TransitHub.Gtfs.Sheets;

namespace TransitHub.Gtfs.Completing;

/// <summary>
/// Completes a feed that lacks stop times, shapes or headways with sheets that name its own routes and stops. Everything that the feed has is carried as it is.
/// </summary>
public static class FeedCompleter
{
    /// <summary>
    /// Writes the completed feed of a zip or folder. Throws <see cref="IOException"/>, <see cref="UnauthorizedAccessException"/>,
    /// <see cref="InvalidDataException"/> or <see cref="MergeException"/> if the feed cannot be read; what is wrong in the sheets is in the result.
    /// </summary>
    /// <param name="path">The feed.</param>
    /// <param name="sheets">network.yaml with ways, and routes/*.yaml; null: nothing but shapes is completed.</param>
    /// <param name="draw">Gives the way through stops in order for what goes straight from stop to stop, in sheets and in the feed; null: nothing does.</param>
    /// <param name="onlyRidable">Whether trips that nobody can ride, and routes that have no other, are left out.</param>
    /// <param name="zip">Takes the feed.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public static CompletionResult Complete(
        string path, SheetFiles? sheets, Func<IReadOnlyList<GeoPoint>, DrawnWay?>? draw, bool onlyRidable, Stream zip, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(zip);
        using var input = new MergeInput(path, "feed");
        var schedule = ScheduleReader.Read(path, cancellationToken: cancellationToken).Schedule;
        var problems = new SheetProblems();
        var additions = new FeedAdditions();
        var plan = new CompletionPlan(schedule, input, additions);
        foreach (var sheet in sheets is null ? [] : new CompletionReader(schedule, sheets, problems).Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            plan.Apply(draw is null ? sheet : sheet.Redraw(draw));
        }

        if (draw is not null)
        {
            plan.DrawRest(draw, cancellationToken);
        }

        if (!problems.HasErrors)
        {
            if (onlyRidable)
            {
                LeaveOut(schedule, plan.Completed, additions);
            }

            using var rows = additions.ToFeed();
            additions.VersionSuffix = "+" + Digest(rows);
            CompletionWriter.Write(input, rows, additions, zip, cancellationToken);
        }

        return new CompletionResult(problems, plan.Report, FeedUse.Of(schedule), additions.Shapes, plan.PatternsToDraw, plan.PatternsDrawn, additions.Stops, additions.WithoutTrips.Count, additions.WithoutRoutes.Count);
    }

    private static void LeaveOut(Schedule schedule, HashSet<int> completed, FeedAdditions additions)
    {
        for (var route = 0; route < schedule.Routes.Count; route++)
        {
            var trips = schedule.Routes.Trips(route).ToArray();
            var useless = trips.Where(trip => schedule.Trips.PatternIndex(trip) < 0 && !completed.Contains(trip)).ToList();
            additions.WithoutTrips.UnionWith(useless.Select(schedule.Trips.Id));
            if (useless.Count == trips.Length)
            {
                additions.WithoutRoutes.Add(schedule.Routes.Id(route));
            }
        }
    }

    private static string Digest(BuiltFeed rows)
    {
        var hash = new XxHash3();
        foreach (var file in rows.Entries)
        {
            using var stream = rows.OpenEntry(file);
            hash.Append(Encoding.UTF8.GetBytes(file.Name + "\0"));
            hash.Append(stream);
        }

        return Convert.ToHexStringLower(hash.GetCurrentHash())[..8];
    }
}
