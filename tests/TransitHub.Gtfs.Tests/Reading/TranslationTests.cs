using TransitHub.Testing.Gtfs;

namespace TransitHub.Gtfs.Tests.Reading;

public sealed class TranslationTests
{
    [Fact]
    public void A_record_is_translated_by_its_id_before_its_value()
    {
        var (schedule, notices) = FeedText.TwoStops()
            .With("translations.txt", """
                table_name,field_name,language,translation,record_id,record_sub_id,field_value
                stops,stop_name,th,อัลฟา,A,,
                stops,stop_name,th,แอลฟ่า,,,Alpha
                stops,stop_name,th,เบตา,,,Beta
                routes,route_long_name,fr,De Alpha à Beta,R,,
                feed_info,feed_publisher_name,th,ผู้จัดทำ,,,
                fare_products,fare_product_name,de,Karte,F,,
                """)
            .Read();

        var translations = schedule.Translations;
        Assert.Equal(["fr", "th"], translations.Languages);
        Assert.Equal("อัลฟา", translations.Find("stops", "stop_name", "th", "A", "Alpha"));
        Assert.Equal("เบตา", translations.Find("stops", "stop_name", "th", "B", "Beta"));
        Assert.Equal("De Alpha à Beta", translations.Find("routes", "route_long_name", "fr", "R", "Alpha to Beta"));
        Assert.Equal("ผู้จัดทำ", translations.Find("feed_info", "feed_publisher_name", "th", "", "anyone"));
        Assert.Null(translations.Find("routes", "route_short_name", "fr", "R", "1"));
        Assert.DoesNotContain(notices, notice => notice.File == "translations.txt");
    }

    [Fact]
    public void A_row_that_does_not_say_what_it_translates_is_left_out_and_reported()
    {
        var (schedule, notices) = FeedText.TwoStops()
            .With("translations.txt", """
                table_name,field_name,language,translation,record_id
                stops,,th,อัลฟา,A
                stops,stop_name,,อัลฟา,A
                stops,stop_name,th,อัลฟา,A
                stops,stop_name,th,อื่น,A
                """)
            .Read();

        Assert.Equal(1, schedule.Translations.Count);
        Assert.Equal([2, 3], notices.Where(notice => notice.Code == "missing_required_field" && notice.File == "translations.txt").Select(notice => notice.Line));
        Assert.Equal(5, Assert.Single(notices, notice => notice.Code == "duplicate_key").Line);
    }

    [Fact]
    public void A_feed_without_the_file_has_no_translations() =>
        Assert.Empty(FeedText.TwoStops().Read().Schedule.Translations.Languages);
}
