using TransitHub.Gtfs.Reading;
using TransitHub.Gtfs.Time;
using TransitHub.Gtfs.Writing;
using TransitHub.Testing;
using TransitHub.Testing.Gtfs;

namespace TransitHub.Gtfs.Tests;

public sealed class ReadmeTests
{
    [Fact]
    public void The_sample_is_the_code_that_this_test_runs()
    {
        var readme = File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, "src", "TransitHub.Gtfs", "README.md"));
        var source = File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, "tests", "TransitHub.Gtfs.Tests", "ReadmeTests.cs"));

        var sample = readme.Split("```csharp\n")[1].Split("```")[0];
        var lines = source.Split('\n').Select(line => line.Trim()).ToHashSet(StringComparer.Ordinal);

        Assert.All(sample.Split('\n'), line => Assert.Contains(
            line.Trim().Replace("\"feed.zip\"", "feed", StringComparison.Ordinal).Replace("\"canonical.zip\"", "target", StringComparison.Ordinal), lines));
    }

    [Fact]
    public void The_sample_writes_a_zip_that_reads_the_same()
    {
        var folder = Directory.CreateTempSubdirectory("gtfs-readme");
        try
        {
            var (feed, target) = (Path.Combine(folder.FullName, "feed.zip"), Path.Combine(folder.FullName, "canonical.zip"));
            File.WriteAllBytes(feed, FeedText.TwoStops().ToZip().ToArray());

            Sample(feed, target);

#pragma warning disable xUnit1051 // the sample's own form
            Assert.Equal(1, ScheduleReader.Read(target).Schedule.Trips.Count);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Sample(string feed, string target)
    {
        var (schedule, notices) = ScheduleReader.Read(feed);
        foreach (var notice in notices)
        {
            Console.WriteLine($"{notice.Severity} {notice.Code} {notice.File}:{notice.Line} {notice.Field}={notice.Value} {notice.Message}");
        }

        var today = ServiceDate.From(2026, 11, 23);
        for (var trip = 0; trip < schedule.Trips.Count; trip++)
        {
            if (schedule.Trips.PatternIndex(trip) is >= 0 and var pattern && schedule.Services.IsActive(schedule.Trips.ServiceIndex(trip), today))
            {
                var first = schedule.Patterns.Stops(pattern)[0];
                var departure = schedule.ToUnixSeconds(today, schedule.Trips.StartSeconds(trip));
                Console.WriteLine($"{schedule.Trips.Id(trip)} leaves {schedule.Stops.Name(first)} at {departure}");
            }
        }

        using var canonical = File.Create(target);
        GtfsZipWriter.Write(feed, canonical);
    }
}
