using TransitHub.Gtfs.Sheets;
using TransitHub.Gtfs.Time;

namespace TransitHub.Gtfs.Tests.Sheets;

public sealed class SheetValuesTests
{
    private readonly SheetProblems problems = new();

    [Fact]
    public void Values_are_read_in_their_units()
    {
        Assert.Equal(90, Value("1m30s").ReadDuration(0, 600));
        Assert.Equal(7200, Value("2h").ReadDuration(0, 7200));
        Assert.Equal((6 * 3600) + 1800, Value("06:30").ReadTimeOfDay());
        Assert.Equal((24 * 3600) + 1815, Value("24:30:15").ReadTimeOfDay());
        Assert.Equal(ServiceDate.From(2026, 12, 5), Value("2026-12-05").ReadDate());
        Assert.Equal(new GeoPoint(13.7, -100.5), Value("[13.7, -100.5]").ReadPlace());
        Assert.Equal(18.5, Value("18.5").ReadNumber(1, 80, "km/h"));
        Assert.True(Value("yes").ReadTruth());
        Assert.Equal("+66 2 449 3000", Value("\"+66 2 449 3000\"").ReadPhone());
        Assert.Equal(["one"], Value("one").ReadList(orOne: true)!.Select(item => item.ReadText()!));
        Assert.Empty(this.problems.InOrder());
    }

    [Theory]
    [InlineData("[100.5131, 13.7187]", "'x' is [100.5131, 13.7187], which is nowhere on Earth: latitude comes first: [13.7187, 100.5131]")]
    [InlineData("[0, 0]", "'x' is [0, 0], in the sea where latitude and longitude are 0: write [latitude, longitude] in degrees, such as [13.7187, 100.5131]")]
    [InlineData("[13.7]", "'x' is no place: write [latitude, longitude] in degrees, such as [13.7187, 100.5131]")]
    [InlineData("[13.7, NaN]", "'x' is no place: write [latitude, longitude] in degrees, such as [13.7187, 100.5131]")]
    public void A_place_that_is_none_is_told(string text, string told)
    {
        Assert.Null(Value(text).ReadPlace());
        AssertTold(told);
    }

    [Theory]
    [InlineData("2026-02-30", "'2026-02-30' is no date: write a day that exists as YYYY-MM-DD, such as 2026-12-05")]
    [InlineData("2569-12-05", "'2569-12-05' counts years in the Buddhist era: write 2026-12-05")]
    [InlineData("0206-12-05", "'0206-12-05' lies in another century: correct the year")]
    [InlineData("5/12/2026", "'5/12/2026' is no date: write YYYY-MM-DD: 2026-12-05")]
    [InlineData("Songkran", "'Songkran' is no date: write a day that exists as YYYY-MM-DD, such as 2026-12-05")]
    public void A_date_that_is_none_is_told(string text, string told)
    {
        Assert.Null(Value(text).ReadDate());
        AssertTold(told);
    }

    [Theory]
    [InlineData("10", "'x' is '10', which is no length of time: write it with its unit, such as 30s, 10m or 1m30s")]
    [InlineData("30s1m", "'x' is '30s1m', which is no length of time: write it with its unit, such as 30s, 10m or 1m30s")]
    [InlineData("999999999h", "'x' is '999999999h', which is no length of time: write it with its unit, such as 30s, 10m or 1m30s")]
    [InlineData("2h", "'x' is 2h: give a length of time from 0s to 1h")]
    public void A_length_of_time_that_is_none_is_told(string text, string told)
    {
        Assert.Null(Value(text).ReadDuration(0, 3600));
        AssertTold(told);
    }

    [Theory]
    [InlineData("1348", "'x' is '1348', a short number that cannot be dialed from abroad: write +, country code and number in quotes, such as \"+66 2 449 3000\"")]
    [InlineData("02 449 3000", "'x' is '02 449 3000', which is no full international number: write +, country code and number in quotes, such as \"+66 2 449 3000\"")]
    [InlineData("\"+66 2 449 30\"", "'x' is '+66 2 449 30', which has more or fewer digits than numbers of its country, or there is no such country: write +, country code and number in quotes, such as \"+66 2 449 3000\"")]
    [InlineData("\"+999 12 345 678\"", "'x' is '+999 12 345 678', which has more or fewer digits than numbers of its country, or there is no such country: write +, country code and number in quotes, such as \"+66 2 449 3000\"")]
    public void A_telephone_number_of_one_country_only_is_told(string text, string told)
    {
        Assert.Null(Value(text).ReadPhone());
        AssertTold(told);
    }

    [Theory]
    [InlineData("www.example.org")]
    [InlineData("https://localhost")]
    [InlineData("https://transithub.example")]
    [InlineData("https://example.org//a")]
    [InlineData("ftp://example.org")]
    [InlineData("https://example.org/a b")]
    public void An_address_that_nobody_can_open_is_told(string text)
    {
        Assert.Null(Value(text).ReadUrl());
        AssertTold($"'x' is '{text}', which is not an address: write the whole public address, such as https://www.example.org");
    }

    [Fact]
    public void A_text_by_language_needs_the_main_one_and_warns_of_those_wanted()
    {
        var languages = new SheetLanguages("th", ["th", "en"]);
        var name = Value("{th: ท่าช้าง, en: Tha Chang}").ReadLocalized(languages);
        Assert.Equal(("ท่าช้าง", "Tha Chang"), (name!.Main, name.In("en")));
        Assert.Equal("8", Value("8").ReadLocalized(languages)!.Main);
        Assert.Empty(this.problems.InOrder());

        Assert.Null(Value("{en: Tha Chang}").ReadLocalized(languages));
        Assert.NotNull(Value("ท่าช้าง").ReadLocalized(languages));
        Assert.Equal(
            ["a.yaml:1: 'x' has no text in the main language 'th': add th: ...", "a.yaml:1: warning: 'x' \"ท่าช้าง\" is missing in en: write {th: ..., en: ...}"],
            this.problems.InOrder().Select(problem => problem.ToString()));
    }

    private SheetNode Value(string text) => SheetReader.Parse("a.yaml", "x: " + text, this.problems)!.Required("x", "")!;

    private void AssertTold(string told) => Assert.Equal("a.yaml:1: " + told, Assert.Single(this.problems.InOrder()).ToString());
}
