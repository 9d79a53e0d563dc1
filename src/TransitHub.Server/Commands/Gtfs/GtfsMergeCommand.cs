using System.CommandLine;
using TransitHub.Gtfs.Merging;
using TransitHub.Gtfs.Time;

namespace TransitHub.Server.Commands.Gtfs;

/// <summary><c>transithub gtfs merge</c>: many feeds into one, or a current and an upcoming version of one feed.</summary>
internal static class GtfsMergeCommand
{
    private static readonly Argument<string[]> Feeds = new("FEEDS") { Arity = new ArgumentArity(2, 100), HelpName = "A.zip B.zip", Description = "The feeds, zips or folders; of things that several have, the first feed's stand" };
    private static readonly Option<string> Out = new("--out") { HelpName = "ZIP", Required = true, Description = "Where to write the merged feed; an older file there is replaced" };
    private static readonly Option<bool> Prefix = new("--prefix") { Description = "Every id gets its feed's name in front, not only ids that mean another thing in an earlier feed" };
    private static readonly Option<string> Stops = new("--stops") { HelpName = "keep|stations", DefaultValueFactory = static _ => "keep", Description = "stations: stops of several feeds that are one place get one parent station, or transfers where they have several" };
    private static readonly Option<double> Meters = new("--station-meters") { HelpName = "M", DefaultValueFactory = static _ => 100, Description = "How far apart stops of one name are one place, 1 to 500" };
    private static readonly Option<bool> Upcoming = new("--upcoming") { Description = "The second feed is the upcoming version of the first: same ids, calendars cut at the switch" };
    private static readonly Option<string?> Switch = new("--switch") { HelpName = "YYYYMMDD", Description = "First day of the upcoming version (default: its first day of service)" };
    private static readonly Option<string?> Publisher = new("--publisher") { HelpName = "NAME", Description = "feed_publisher_name (default: the first feed's)" };
    private static readonly Option<string?> PublisherUrl = new("--publisher-url") { HelpName = "URL", Description = "feed_publisher_url (default: the first feed's)" };
    private static readonly Option<bool> Json = new("--json") { Description = "The report as JSON instead of text" };
    private static readonly Option<string?> Html = new("--html") { HelpName = "FILE", Description = "Writes the report as a readable page there as well" };

    public static Command Create()
    {
        var command = new Command("merge", "Merges feeds into one and tells what became of each thing.")
        {
            Feeds, Out, Prefix, Stops, Meters, Upcoming, Switch, Publisher, PublisherUrl, Json, Html,
        };
        command.SetAction(static (parsed, cancellation) => RunAsync(parsed, parsed.InvocationConfiguration.Output, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, TextWriter output, CancellationToken cancellation)
    {
        string[] feeds = [.. parsed.GetValue(Feeds)!.Select(FeedPath.Existing)];
        MergeOptions options = OptionsOf(parsed);
        string path = parsed.GetValue(Out)!;
        MergeReport report;
        try
        {
            report = FeedPath.Reading(() => FeedPath.Write(path, zip => FeedMerger.Merge(feeds, zip, options, cancellation)));
        }
        catch (MergeException problem)
        {
            throw CommandException.InputHasErrors($"{problem.Message} No zip was written.");
        }

        IReadOnlyList<ReportSection> sections = MergeText.Sections(report);
        if (parsed.GetValue(Html) is { } page)
        {
            await FeedPath.WriteTextAsync(Html.Name, page, ReportSection.Page(Path.GetFileName(path), sections), cancellation).ConfigureAwait(false);
        }

        await output.WriteLineAsync(parsed.GetValue(Json) ? ReportJson.Write(report) : ReportSection.Text(sections).TrimEnd('\n')).ConfigureAwait(false);
        return ExitCode.Done;
    }

    private static MergeOptions OptionsOf(ParseResult parsed)
    {
        ServiceDate? date = null;
        if (parsed.GetValue(Switch) is { } text)
        {
            date = ServiceDate.TryParse(text, out ServiceDate day) ? day : throw CommandException.WrongUse($"--switch must be a day, YYYYMMDD, not {text}.");
        }

        if (date is not null && !parsed.GetValue(Upcoming))
        {
            throw CommandException.WrongUse("--switch says when the upcoming version begins: give --upcoming with it.");
        }

        if (parsed.GetValue(Upcoming) && parsed.GetValue(Prefix))
        {
            throw CommandException.WrongUse("--upcoming keeps ids and --prefix changes all of them: give one of them.");
        }

        return new MergeOptions
        {
            PrefixAll = parsed.GetValue(Prefix),
            MakeStations = parsed.GetValue(Stops) switch
            {
                "keep" => false,
                "stations" => true,
                { } other => throw CommandException.WrongUse($"--stops must be keep or stations, not {other}."),
                null => false,
            },
            StationMeters = CommandArguments.InRange(parsed.GetValue(Meters), 1, 500, Meters.Name),
            IsUpcoming = parsed.GetValue(Upcoming),
            SwitchDate = date,
            PublisherName = parsed.GetValue(Publisher),
            PublisherUrl = parsed.GetValue(PublisherUrl),
        };
    }
}
