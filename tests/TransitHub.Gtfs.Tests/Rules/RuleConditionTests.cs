using TransitHub.Gtfs.Notices;
using TransitHub.Gtfs.Rules;
using TransitHub.Gtfs.Time;
using TransitHub.Testing.Gtfs;

namespace TransitHub.Gtfs.Tests.Rules;

/// <summary>Where a rule begins and ends to apply.</summary>
public sealed class RuleConditionTests
{
    [Fact]
    public void Misses_shapes_only_where_service_has_a_fixed_way()
    {
        Assert.DoesNotContain("missing_recommended_file", new CompleteFeed().Without("shapes.txt").Validate().Totals.Keys);
        Assert.Contains("missing_recommended_file", Validate(FeedText.TwoStops()).Totals.Keys);
    }

    [Fact]
    public void Misses_a_calendar_when_neither_file_is_there()
    {
        Assert.Contains("missing_calendar_and_calendar_date_files", Validate(FeedText.TwoStops().Without("calendar.txt")).Totals.Keys);
        Assert.DoesNotContain("missing_calendar_and_calendar_date_files", new CompleteFeed().Without("calendar_dates.txt").Validate().Totals.Keys);
    }

    [Fact]
    public void Finds_a_calendar_that_has_ended()
    {
        Assert.Equal(1, new CompleteFeed().Validate(year: 2027).TotalOf("expired_calendar"));
        Assert.Equal(0, new CompleteFeed().Validate(month: 12, day: 31).TotalOf("expired_calendar"));
    }

    [Theory]
    [InlineData("ท่าเตียน ท่าช้าง")]
    [InlineData("東京駅 新宿")]
    [InlineData("R2")]
    [InlineData("BTS")]
    [InlineData("Old City")]
    public void Takes_text_without_case_numbers_and_abbreviations_as_they_are(string name) =>
        Assert.Empty(new CompleteFeed().Edit("networks.txt", "City", name).Validate());

    [Fact]
    public void Judges_telephone_numbers_only_of_a_given_country()
    {
        var feed = new CompleteFeed().Edit("agency.txt", "02 123 4567", "call us?");

        Assert.Empty(feed.Validate());
        Assert.Contains("invalid_phone_number", feed.Validate("TH").Totals.Keys);
    }

    [Theory]
    [InlineData("TH", "+66 2 123 4567", true)]
    [InlineData("TH", "0 2123 4567", true)]
    [InlineData("TH", "+1 (512) 389-7560", true)]
    [InlineData("TH", "1348", false)]
    [InlineData("TH", "02 123 45", false)]
    [InlineData("TH", "02 123 4567 89012 345", false)]
    [InlineData("US", "(512) 389-7560", true)]
    [InlineData("US", "389-7560", true)]
    [InlineData("US", "+1 800 GO BOATS", true)]
    [InlineData("US", "512 389 75600 12", false)]
    [InlineData("US", "911", false)]
    public void Judges_telephone_numbers_by_the_numbering_plan_of_the_country(string country, string number, bool isFine) =>
        Assert.Equal(!isFine, new CompleteFeed().Edit("agency.txt", "02 123 4567", number).Validate(country).Totals.ContainsKey("invalid_phone_number"));

    [Fact]
    public void Reports_a_foreign_key_under_the_canonical_names()
    {
        var notice = Assert.Single(new CompleteFeed().Edit("stop_areas.txt", "AR,A", "AR,O").Validate());

        Assert.Equal(("foreign_key_violation", "stop_areas.txt", 2L, "stop_id", "O"), (notice.Code, notice.File, notice.Line, notice.Field, notice.Value));
        Assert.Equal(
            [new NoticeDetail("childFilename", "stop_areas.txt"), new NoticeDetail("childFieldName", "stop_id"), new NoticeDetail("parentFilename", "stops.txt"), new NoticeDetail("parentFieldName", "stop_id")],
            notice.Details);
    }

    [Fact]
    public void Accepts_the_times_of_a_block_that_touch()
    {
        var feed = new CompleteFeed().Edit("stop_times.txt", "U,09:00:00,09:00:00", "U,08:15:00,08:15:00");

        Assert.DoesNotContain("block_trips_with_overlapping_stop_times", feed.Validate().Totals.Keys);
    }

    [Fact]
    public void Stops_reading_a_file_with_too_many_rows()
    {
        using var zip = FeedText.TwoStops().ToZip();
        var report = GtfsValidator.Validate(zip, new ValidationOptions { Today = ServiceDate.From(2026, 6, 1), MaxRows = 1 }, null, TestContext.Current.CancellationToken);

        Assert.Equal(2, report.Notices.TotalOf("too_many_rows"));
        Assert.Equal(1, report.Rows["stop_times.txt"]);
    }

    [Fact]
    public void Counts_all_findings_and_keeps_a_bounded_number()
    {
        var feed = FeedText.TwoStops().With("stop_areas.txt", "area_id,stop_id\n" + string.Concat(Enumerable.Range(0, 500).Select(at => $"X{at},A\n")));
        using var zip = feed.ToZip();
        var report = GtfsValidator.Validate(zip, new ValidationOptions { Today = ServiceDate.From(2026, 6, 1), NoticesPerCode = 3 }, null, TestContext.Current.CancellationToken);

        Assert.Equal(500, report.Notices.TotalOf("foreign_key_violation"));
        Assert.Equal(3, report.Notices.Count(notice => notice.Code == "foreign_key_violation"));
        Assert.Equal(500, report.CountOf(NoticeSeverity.Error));
    }

    [Fact]
    public void Tells_rows_version_and_days_of_service()
    {
        using var zip = FeedText.TwoStops().ToZip();
        var report = GtfsValidator.Validate(zip, new ValidationOptions { Today = ServiceDate.From(2026, 6, 1) }, null, TestContext.Current.CancellationToken);

        Assert.Equal((1L, 2L, 2L), (report.Rows["trips.txt"], report.Rows["stops.txt"], report.Rows["stop_times.txt"]));
        Assert.Equal((ServiceDate.From(2026, 1, 1), ServiceDate.From(2026, 12, 31)), (report.FirstServiceDay, report.LastServiceDay));
        Assert.False(report.HasErrors);
    }

    [Fact]
    public void Does_not_choke_on_a_calendar_of_eight_thousand_years()
    {
        var notices = Validate(FeedText.TwoStops().With("calendar.txt", """
            service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date
            S,1,1,1,1,1,1,1,19000101,99991231
            """));

        Assert.Contains("service_extends_far_in_the_future", notices.Totals.Keys);
    }

    [Fact]
    public void Names_every_rule_in_the_README()
    {
        var readme = File.ReadAllText(Path.Combine(TransitHub.Testing.SharedData.RepositoryRoot, "src/TransitHub.Gtfs/Rules/README.md"));

        Assert.All(RuleCatalog.All.Values, code => Assert.Contains($"| `{code.Name}` | {code.Severity.ToString().ToUpperInvariant()} | {code.Summary} |", readme, StringComparison.Ordinal));
    }

    private static NoticeList Validate(FeedText feed)
    {
        using var zip = feed.ToZip();
        return GtfsValidator.Validate(zip, new ValidationOptions { Today = ServiceDate.From(2026, 6, 1) }, null, TestContext.Current.CancellationToken).Notices;
    }
}
