using Google.Protobuf;
using TransitHub.Core.Ids;
using TransitHub.Core.Upstream;
using TransitHub.Gtfs.Reading;
using TransitHub.Gtfs.Rules;
using TransitHub.Gtfs.Time;
using TransitHub.Protocol.GtfsRealtime;
using TransitHub.Testing.Gtfs;

namespace TransitHub.Fuzz.Doors;

/// <summary>GTFS and GTFS-Realtime of others.</summary>
internal static class GtfsDoors
{
    private static readonly ScheduleReadOptions Bounds = new() { MaxFileBytes = 16 << 20 };

    private static readonly (string Name, string Text)[] Files =
    [
        ("agency.txt", "agency_id,agency_name,agency_url,agency_timezone,agency_lang,agency_phone\nX,Example Boats,https://example.org,Asia/Bangkok,th,+66 2 449 3000\n"),
        ("stops.txt", "stop_id,stop_name,stop_lat,stop_lon,zone_id,location_type,parent_station,level_id\nA,Alpha,13.70,100.50,z1,0,S,l\nB,Beta,13.71,100.50,z2,,,\nS,Station,13.70,100.50,,1,,\n"),
        ("routes.txt", "route_id,agency_id,route_short_name,route_long_name,route_type,route_color,continuous_pickup\nR,X,1,Alpha to Beta,3,FF0000,1\n"),
        ("calendar.txt", "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date\nS,1,1,1,1,1,1,1,20260101,20261231\n"),
        ("calendar_dates.txt", "service_id,date,exception_type\nS,20260302,2\nS,20260303,1\n"),
        ("trips.txt", "route_id,service_id,trip_id,block_id,shape_id,direction_id\nR,S,T,b,sh,0\nR,S,U,b,,1\n"),
        ("stop_times.txt", "trip_id,arrival_time,departure_time,stop_id,stop_sequence,shape_dist_traveled,timepoint\nT,08:00:00,08:00:00,A,1,0,1\nT,08:05:00,08:05:00,B,2,1.1,\nU,09:00:00,09:00:00,B,1,,\nU,09:05:00,09:05:00,A,2,,\n"),
        ("shapes.txt", "shape_id,shape_pt_lat,shape_pt_lon,shape_pt_sequence,shape_dist_traveled\nsh,13.70,100.50,1,0\nsh,13.705,100.501,2,0.5\nsh,13.71,100.50,3,1.1\n"),
        ("frequencies.txt", "trip_id,start_time,end_time,headway_secs,exact_times\nU,09:00:00,12:00:00,600,0\n"),
        ("feed_info.txt", "feed_publisher_name,feed_publisher_url,feed_lang,feed_start_date,feed_end_date,feed_version\nX,https://example.org,th,20260101,20261231,1\n"),
        ("translations.txt", "table_name,field_name,language,translation,record_id\nstops,stop_name,th,ก,A\n"),
        ("transfers.txt", "from_stop_id,to_stop_id,transfer_type,min_transfer_time\nA,B,2,60\n"),
        ("pathways.txt", "pathway_id,from_stop_id,to_stop_id,pathway_mode,is_bidirectional,length\np,A,S,1,1,4\n"),
        ("levels.txt", "level_id,level_index,level_name\nl,0,Ground\n"),
        ("fare_attributes.txt", "fare_id,price,currency_type,payment_method,transfers\nf,10.00,THB,0,\n"),
        ("fare_rules.txt", "fare_id,route_id,origin_id,destination_id\nf,R,z1,z2\n"),
        ("areas.txt", "area_id,area_name\na,One\n"), ("stop_areas.txt", "area_id,stop_id\na,A\n"),
        ("fare_products.txt", "fare_product_id,amount,currency\nfp,10.00,THB\n"),
        ("fare_leg_rules.txt", "leg_group_id,from_area_id,to_area_id,fare_product_id\nlg,a,,fp\n"),
        ("booking_rules.txt", "booking_rule_id,booking_type,prior_notice_duration_min\nbr,1,30\n"),
        ("locations.geojson", """{"type":"FeatureCollection","features":[{"id":"loc","type":"Feature","properties":{},"geometry":{"type":"Polygon","coordinates":[[[100.5,13.7],[100.6,13.7],[100.6,13.8],[100.5,13.7]]]}}]}"""),
        ("attributions.txt", "organization_name,is_producer\nX,1\n"), ("networks.txt", "network_id,network_name\nn,N\n"), ("timeframes.txt", "timeframe_group_id,start_time,end_time,service_id\ntg,06:00:00,09:00:00,S\n"),
    ];

    private static readonly (string Name, string Text) HalfOfAPair =
        ("locations.geojson", """{"type":"FeatureCollection","features":[{"id":"\ud800","type":"Feature","properties":{},"geometry":{}}]}""");

    private static readonly string[] Words =
    [
        .. Files.Select(f => "=== " + f.Name + "\n"), "=== ../stops.txt\n", "=== a/b/stops.txt\n", ",", "\"", "\"\"", "\r\n", "\n", "T,", "Asia/Bangkok", "stop_id", "trip_id", "stop_sequence", "start_pickup_drop_off_window",
        "location_group_id", "pickup_type", "cemv_support", "MultiPolygon", "48:00:00", "-8:00:00",
    ];

    /// <summary>Them.</summary>
    public static IEnumerable<Door> List() =>
    [
        new Door("gtfs-files", [DoorInput.OfFiles(Files), DoorInput.OfFiles(Files[..7]), DoorInput.OfFiles([.. Files[..3], .. Files[5..7]]), DoorInput.OfFiles([.. Files[..7], HalfOfAPair])], Words, () => static input =>
        {
            FeedText feed = FeedText.Empty();
            foreach ((string name, byte[] bytes) in DoorInput.Files(input).Take(64))
            {
                // What a zip's writer itself refuses is no input.
                if (name.Length is > 0 and < 1000)
                {
                    feed.With(name, bytes);
                }
            }

            Judge(feed.ToZip().ToArray());
        }),
        new Door("gtfs-zip", [FeedText.TwoStops().ToZip().ToArray(), SmallZip()], ["PK\u0001\u0002", "PK\u0003\u0004", "PK\u0005\u0006", "PK\u0006\u0006", "stops.txt", "../"], () => Judge),
        new Door("gtfs-rt-in", [DoorInput.Of("one", Message(false).ToByteArray()), DoorInput.Of("two", Message(true).ToByteArray())], ["T", "A", "B", "R", "20260302", "08:00:00"], () => static input =>
        {
            // The same twice in a row: the second is held against what the first left.
            byte[] message = DoorInput.Split(input).Body;
            var feed = new UpstreamFeed(DeviceId.Parse("agency"), new UpstreamFeedOptions { TakesAlerts = true });
            UpstreamContent first = feed.Read(message, TestHub.Now);
            feed.Commit(first);
            UpstreamContent second = feed.Read(message, TestHub.Now.AddSeconds(90));
            feed.Commit(second);
            TestHub.Pass([.. first.Observations, .. second.Observations]);
        }) { IsProtobuf = true },
    ];

    private static void Judge(byte[] zip)
    {
        ScheduleReader.Read(new MemoryStream(zip), Bounds);
        GtfsValidator.Validate(new MemoryStream(zip), new ValidationOptions { Today = ServiceDate.From(2026, 3, 2), Country = "TH", MaxRows = 100_000, Reading = Bounds });
    }

    private static byte[] SmallZip() => FeedText.Empty().With("stops.txt", "stop_id\nA\n").ToZip().ToArray();

    private static FeedMessage Message(bool isOther) => new()
    {
        Header = new FeedHeader { GtfsRealtimeVersion = "2.0", Timestamp = 1_772_413_310, Incrementality = isOther ? FeedHeader.Types.Incrementality.Differential : FeedHeader.Types.Incrementality.FullDataset },
        Entity =
        {
            new FeedEntity
            {
                Id = "1",
                TripUpdate = new TripUpdate
                {
                    Trip = new TripDescriptor { TripId = "T", RouteId = "R", StartDate = "20260302", StartTime = "08:00:00", ScheduleRelationship = isOther ? TripDescriptor.Types.ScheduleRelationship.New : TripDescriptor.Types.ScheduleRelationship.Scheduled },
                    Vehicle = new VehicleDescriptor { Id = "bus-1", Label = "1" },
                    Timestamp = 1_772_413_310,
                    Delay = 30,
                    StopTimeUpdate =
                    {
                        new TripUpdate.Types.StopTimeUpdate { StopSequence = 1, StopId = "A", Departure = new TripUpdate.Types.StopTimeEvent { Delay = 20, Uncertainty = 5 } },
                        new TripUpdate.Types.StopTimeUpdate { StopSequence = 2, StopId = "B", Arrival = new TripUpdate.Types.StopTimeEvent { Time = 1_772_413_560 }, ScheduleRelationship = isOther ? TripUpdate.Types.StopTimeUpdate.Types.ScheduleRelationship.Skipped : TripUpdate.Types.StopTimeUpdate.Types.ScheduleRelationship.Scheduled },
                    },
                },
            },
            new FeedEntity { Id = "2", Vehicle = new VehiclePosition { Trip = new TripDescriptor { TripId = "T", StartDate = "20260302" }, Vehicle = new VehicleDescriptor { Id = "bus-1" }, Position = new Position { Latitude = 13.705f, Longitude = 100.5f, Bearing = 1, Speed = 8 }, Timestamp = 1_772_413_310, CurrentStopSequence = 2, StopId = "B" } },
            new FeedEntity
            {
                Id = "3",
                Alert = new Alert
                {
                    CommunicationPeriod = { new TimeRange { Start = 1_772_410_000, End = 1_772_420_000 } },
                    InformedEntity = { new EntitySelector { RouteId = "R", StopId = "A", Trip = new TripDescriptor { TripId = "T" } } },
                    Cause = Alert.Types.Cause.Construction,
                    Effect = Alert.Types.Effect.Detour,
                    HeaderText = new TranslatedString { Translation = { new TranslatedString.Types.Translation { Text = "Works", Language = "en" } } },
                    DescriptionText = new TranslatedString { Translation = { new TranslatedString.Types.Translation { Text = "ก", Language = "th" } } },
                },
            },
        },
    };
}
