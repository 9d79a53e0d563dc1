using System.Text;
using TransitHub.Gtfs.Notices;
using TransitHub.Gtfs.Rules;
using TransitHub.Gtfs.Time;
using TransitHub.Testing.Gtfs;

namespace TransitHub.Gtfs.Tests.Rules;

/// <summary>
/// A feed with every file of the reference in which no rule finds anything on 2026-06-01, and copies of it with one thing
/// changed. So a test that finds something in a copy knows that it is the change.
/// </summary>
internal sealed class CompleteFeed
{
    private readonly Dictionary<string, string> files = new(StringComparer.Ordinal)
    {
        ["agency.txt"] = "agency_id,agency_name,agency_url,agency_timezone,agency_lang,agency_phone,agency_email\nX,Example Boats,https://example.org,Asia/Bangkok,th,02 123 4567,info@example.org\n",
        ["feed_info.txt"] = "feed_publisher_name,feed_publisher_url,feed_lang,feed_start_date,feed_end_date,feed_version,feed_contact_email\nExample Publisher,https://example.org,th,20260101,20261231,1,feed@example.org\n",
        ["levels.txt"] = "level_id,level_index,level_name\nL0,0,Street\nL1,-1,Platforms\n",
        ["stops.txt"] = """
            stop_id,stop_name,stop_desc,stop_lat,stop_lon,zone_id,stop_url,location_type,parent_station,level_id,platform_code,stop_access
            A,Alpha,,13.70,100.50,1,,0,,,,
            B,Beta,,13.71,100.50,1,,0,,,,
            C,Gamma,,13.72,100.50,1,,0,,,,
            ST,Delta Station,,13.73,100.50,,,1,,,,
            P,Delta,,13.73,100.50,1,,0,ST,L1,1,
            E,Delta Gate,,13.7301,100.50,,,2,ST,L0,,
            N,,,13.73,100.5001,,,3,ST,L1,,
            """,
        ["routes.txt"] = """
            route_id,agency_id,route_short_name,route_long_name,route_desc,route_type,route_url,route_color,route_text_color,continuous_pickup
            R,X,1,Alpha to Delta,,3,https://example.org/r,FFFFFF,000000,
            F,X,2,Alpha on Demand,,11,,,,
            """,
        ["calendar.txt"] = "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date\nS,1,1,1,1,1,1,1,20260101,20261231\n",
        ["calendar_dates.txt"] = "service_id,date,exception_type\nS,20260413,2\n",
        ["trips.txt"] = """
            route_id,service_id,trip_id,trip_headsign,block_id,shape_id,bikes_allowed
            R,S,T,Delta,B1,H,1
            R,S,U,Alpha,B1,J,1
            F,S,Z,,,,
            """,
        ["stop_times.txt"] = """
            trip_id,arrival_time,departure_time,stop_id,location_group_id,location_id,stop_sequence,start_pickup_drop_off_window,end_pickup_drop_off_window,pickup_type,drop_off_type,shape_dist_traveled,timepoint,pickup_booking_rule_id,drop_off_booking_rule_id
            T,08:00:00,08:00:00,A,,,1,,,0,0,0,1,,
            T,08:05:00,08:06:00,B,,,2,,,0,0,1.112,1,,
            T,08:10:00,08:10:00,C,,,3,,,0,0,2.224,1,,
            T,08:15:00,08:15:00,P,,,4,,,0,0,3.336,1,,
            U,09:00:00,09:00:00,P,,,1,,,0,0,0,1,,
            U,09:05:00,09:05:00,C,,,2,,,0,0,1.112,1,,
            U,09:10:00,09:10:00,B,,,3,,,0,0,2.224,1,,
            U,09:15:00,09:15:00,A,,,4,,,0,0,3.336,1,,
            Z,,,,G,,1,10:00:00,12:00:00,2,2,,,K,K
            Z,,,,,Q,2,10:00:00,12:00:00,2,2,,,K,K
            """,
        ["shapes.txt"] = """
            shape_id,shape_pt_lat,shape_pt_lon,shape_pt_sequence,shape_dist_traveled
            H,13.70,100.50,1,0
            H,13.71,100.50,2,1.112
            H,13.72,100.50,3,2.224
            H,13.73,100.50,4,3.336
            J,13.73,100.50,1,0
            J,13.72,100.50,2,1.112
            J,13.71,100.50,3,2.224
            J,13.70,100.50,4,3.336
            """,
        ["frequencies.txt"] = "trip_id,start_time,end_time,headway_secs,exact_times\nT,07:00:00,09:00:00,600,0\n",
        ["transfers.txt"] = "from_stop_id,to_stop_id,from_route_id,to_route_id,from_trip_id,to_trip_id,transfer_type,min_transfer_time\nB,C,,,,,2,120\nP,P,R,R,T,U,4,\n",
        ["pathways.txt"] = "pathway_id,from_stop_id,to_stop_id,pathway_mode,is_bidirectional,traversal_time,stair_count\nW1,E,N,1,1,30,\nW2,N,P,2,1,40,20\n",
        ["fare_attributes.txt"] = "fare_id,price,currency_type,payment_method,transfers,agency_id\nF1,10.00,THB,0,0,X\n",
        ["fare_rules.txt"] = "fare_id,route_id,origin_id,destination_id,contains_id\nF1,R,1,1,\n",
        ["areas.txt"] = "area_id,area_name\nAR,Center\n",
        ["stop_areas.txt"] = "area_id,stop_id\nAR,A\n",
        ["networks.txt"] = "network_id,network_name\nNW,City\n",
        ["route_networks.txt"] = "network_id,route_id\nNW,R\n",
        ["rider_categories.txt"] = "rider_category_id,rider_category_name,is_default_fare_category\nAD,Adult,1\nCH,Child,0\n",
        ["fare_media.txt"] = "fare_media_id,fare_media_name,fare_media_type\nFM,City Card,2\n",
        ["fare_products.txt"] = "fare_product_id,fare_product_name,rider_category_id,fare_media_id,amount,currency\nFP,Single,AD,FM,20.00,THB\nFP,Single,CH,FM,10.00,THB\n",
        ["timeframes.txt"] = "timeframe_group_id,start_time,end_time,service_id\nTF,06:00:00,09:00:00,S\nTF,09:00:00,24:00:00,S\n",
        ["fare_leg_rules.txt"] = "leg_group_id,network_id,from_area_id,to_area_id,from_timeframe_group_id,to_timeframe_group_id,fare_product_id\nLG,NW,AR,AR,TF,,FP\nLH,NW,AR,,TF,,FP\n",
        ["fare_leg_join_rules.txt"] = "from_network_id,to_network_id,from_stop_id,to_stop_id\nNW,NW,,\n",
        ["fare_transfer_rules.txt"] = "from_leg_group_id,to_leg_group_id,transfer_count,duration_limit,duration_limit_type,fare_transfer_type,fare_product_id\nLG,LG,1,3600,1,0,\nLG,LH,,,,0,\n",
        ["location_groups.txt"] = "location_group_id,location_group_name\nG,Old Town\n",
        ["location_group_stops.txt"] = "location_group_id,stop_id\nG,A\n",
        ["locations.geojson"] = """
            {"type": "FeatureCollection", "features": [
            {"id": "Q", "type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": [[[100.5, 13.75], [100.6, 13.75], [100.6, 13.76], [100.5, 13.75]]]}},
            {"id": "Q2", "type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": [[[100.55, 13.75], [100.7, 13.75], [100.7, 13.77], [100.55, 13.75]]]}}
            ]}
            """,
        ["booking_rules.txt"] = "booking_rule_id,booking_type,prior_notice_duration_min,prior_notice_duration_max,prior_notice_last_day,prior_notice_last_time,prior_notice_start_day,prior_notice_start_time,prior_notice_service_id,message,info_url\nK,1,60,,,,,,,Call us first,https://example.org/book\nM,2,,,1,17:00:00,7,08:00:00,S,Call us first,https://example.org/book\n",
        ["translations.txt"] = "table_name,field_name,language,translation,record_id,record_sub_id,field_value\nstops,stop_name,en,Alpha Pier,A,,\nroutes,route_long_name,en,Alpha to Delta,,,Alpha to Delta\nstop_times,stop_headsign,en,Delta,T,1,\n",
        ["attributions.txt"] = "attribution_id,organization_name,is_producer\nAT,Example Data,1\n",
    };

    /// <summary>Replaces a text that must be there.</summary>
    public CompleteFeed Edit(string file, string from, string to)
    {
        Assert.Contains(from, this.files[file], StringComparison.Ordinal);
        this.files[file] = this.files[file].Replace(from, to, StringComparison.Ordinal);
        return this;
    }

    /// <summary>Adds a row.</summary>
    public CompleteFeed Add(string file, string row)
    {
        this.files[file] = this.files[file].TrimEnd('\n') + "\n" + row + "\n";
        return this;
    }

    /// <summary>Adds or replaces a file.</summary>
    public CompleteFeed With(string file, string text)
    {
        this.files[file] = text;
        return this;
    }

    /// <summary>Leaves a file out.</summary>
    public CompleteFeed Without(string file)
    {
        Assert.True(this.files.Remove(file));
        return this;
    }

    /// <summary>What the rules find.</summary>
    public NoticeList Validate(string? country = null, int year = 2026, int month = 6, int day = 1)
    {
        var feed = FeedText.Empty();
        foreach (var (name, text) in this.files)
        {
            feed.With(name, Encoding.UTF8.GetBytes(text.EndsWith('\n') ? text : text + "\n"));
        }

        using var zip = feed.ToZip();
        return GtfsValidator.Validate(zip, new ValidationOptions { Today = ServiceDate.From(year, month, day), Country = country }, null, TestContext.Current.CancellationToken).Notices;
    }
}
