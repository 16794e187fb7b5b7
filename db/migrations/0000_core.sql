CREATE TABLE "office" (
	"id" uuid PRIMARY KEY NOT NULL,
	"region_id" uuid NOT NULL,
	"path" text COLLATE "C" NOT NULL,
	"name" text NOT NULL,
	"go_live_on" date NOT NULL,
	"demonstration" boolean DEFAULT false NOT NULL
);
--> statement-breakpoint
CREATE TABLE "region" (
	"id" uuid PRIMARY KEY NOT NULL,
	"parent_id" uuid,
	"level" text NOT NULL,
	"kind" text NOT NULL,
	"transparent" boolean DEFAULT false NOT NULL,
	"path" text COLLATE "C" NOT NULL,
	"valid_from" date NOT NULL,
	"valid_to" date,
	CONSTRAINT "region_path_unique" UNIQUE("path"),
	CONSTRAINT "region_level" CHECK ("region"."level" in ('COUNTRY','PROVINCE','CITY','COUNTY','STREET','COMMUNITY')),
	CONSTRAINT "region_kind" CHECK ("region"."kind" in ('ADMINISTRATIVE','FUNCTIONAL_ZONE')),
	CONSTRAINT "region_validity" CHECK ("region"."valid_to" is null or "region"."valid_to" > "region"."valid_from")
);
--> statement-breakpoint
CREATE TABLE "region_label" (
	"region_id" uuid NOT NULL,
	"code" text,
	"name" text NOT NULL,
	"initials" text NOT NULL,
	"valid_from" date NOT NULL,
	"valid_to" date,
	CONSTRAINT "region_label_region_id_valid_from_pk" PRIMARY KEY("region_id","valid_from"),
	CONSTRAINT "region_label_code_digits" CHECK ("region_label"."code" ~ '^[0-9]{12}$')
);
--> statement-breakpoint
CREATE TABLE "region_succession" (
	"from_id" uuid NOT NULL,
	"to_id" uuid NOT NULL,
	"on" date NOT NULL,
	CONSTRAINT "region_succession_from_id_to_id_pk" PRIMARY KEY("from_id","to_id")
);
--> statement-breakpoint
CREATE TABLE "account" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_name" text NOT NULL,
	"title" text NOT NULL,
	"title_en" text NOT NULL,
	"password_hash" text NOT NULL,
	"home_id" uuid NOT NULL,
	"demonstration" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "account_userName_unique" UNIQUE("user_name")
);
--> statement-breakpoint
CREATE TABLE "account_grant" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"role" text NOT NULL,
	"region_id" uuid NOT NULL,
	"path" text COLLATE "C" NOT NULL,
	"sectors" uuid[],
	"subject_id" uuid,
	"valid_from" date NOT NULL,
	"valid_to" date,
	CONSTRAINT "account_grant_role" CHECK ("account_grant"."role" in ('SYSTEM_ADMINISTRATOR','SECURITY_ADMINISTRATOR','AUDITOR','COMMITTEE_OFFICE','LEADER','DEPARTMENT','STREET_WORKER','ENTERPRISE','OVERSIGHT'))
);
--> statement-breakpoint
CREATE TABLE "contact" (
	"id" uuid PRIMARY KEY NOT NULL,
	"owner_kind" text NOT NULL,
	"owner_id" uuid NOT NULL,
	"path" text COLLATE "C" NOT NULL,
	"role" text NOT NULL,
	"name" text,
	"phone" text
);
--> statement-breakpoint
CREATE TABLE "session" (
	"token_hash" text PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"seen_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "organization" (
	"id" uuid PRIMARY KEY NOT NULL,
	"region_id" uuid NOT NULL,
	"path" text COLLATE "C" NOT NULL,
	"name" text NOT NULL,
	"kind" text NOT NULL,
	"sectors" uuid[] DEFAULT '{}' NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sector" (
	"id" uuid PRIMARY KEY NOT NULL,
	"parent_id" uuid,
	"name" text NOT NULL,
	"name_en" text NOT NULL,
	"gbt" text[] DEFAULT '{}' NOT NULL,
	"position" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "subject" (
	"id" uuid PRIMARY KEY NOT NULL,
	"version" integer NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"normalized_name" text NOT NULL,
	"credit_code" text,
	"region_id" uuid NOT NULL,
	"path" text COLLATE "C" NOT NULL,
	"account_id" uuid NOT NULL,
	"account_path" text COLLATE "C" NOT NULL,
	"sector_id" uuid,
	"risk_grade" text,
	"status" text NOT NULL,
	"key" boolean NOT NULL,
	"supervision_mode_set" boolean NOT NULL,
	"assigned" text[] NOT NULL,
	"hazard_sources" integer NOT NULL,
	"hazard_sources_online" integer NOT NULL,
	"standardized" boolean NOT NULL,
	"registered_on" date NOT NULL,
	"shown_only" boolean NOT NULL,
	"withdrawn" boolean DEFAULT false NOT NULL,
	"fold" jsonb NOT NULL,
	CONSTRAINT "subject_kind" CHECK ("subject"."kind" in ('ENTERPRISE','SITE','PROJECT','VEHICLE','HOUSEHOLD')),
	CONSTRAINT "subject_status" CHECK ("subject"."status" in ('OPERATING','SUSPENDED','UNDER_CONSTRUCTION','CLOSED')),
	CONSTRAINT "subject_risk_grade" CHECK ("subject"."risk_grade" in ('RED','ORANGE','YELLOW','BLUE'))
);
--> statement-breakpoint
CREATE TABLE "subject_sector" (
	"subject_id" uuid NOT NULL,
	"sector_id" uuid NOT NULL,
	"path" text COLLATE "C" NOT NULL,
	CONSTRAINT "subject_sector_subject_id_sector_id_pk" PRIMARY KEY("subject_id","sector_id")
);
--> statement-breakpoint
CREATE TABLE "inspection" (
	"id" uuid PRIMARY KEY NOT NULL,
	"version" integer NOT NULL,
	"number" text NOT NULL,
	"nature" text NOT NULL,
	"subject_id" uuid NOT NULL,
	"region_id" uuid NOT NULL,
	"path" text COLLATE "C" NOT NULL,
	"account_id" uuid NOT NULL,
	"account_path" text COLLATE "C" NOT NULL,
	"sector_id" uuid,
	"started_on" date NOT NULL,
	"finished_on" date NOT NULL,
	"reinspection" boolean NOT NULL,
	"findings" text NOT NULL,
	"shown_only" boolean NOT NULL,
	"withdrawn" boolean DEFAULT false NOT NULL,
	"fold" jsonb NOT NULL,
	CONSTRAINT "inspection_nature" CHECK ("inspection"."nature" in ('ADMINISTRATIVE','SUPERVISORY','GRID_PATROL','SELF_CHECK','EXPERT_SERVICE'))
);
--> statement-breakpoint
CREATE TABLE "hazard" (
	"id" uuid PRIMARY KEY NOT NULL,
	"version" integer NOT NULL,
	"number" text NOT NULL,
	"description" text NOT NULL,
	"level" text NOT NULL,
	"state" text NOT NULL,
	"source" text NOT NULL,
	"subject_id" uuid NOT NULL,
	"inspection_id" uuid,
	"region_id" uuid NOT NULL,
	"path" text COLLATE "C" NOT NULL,
	"account_id" uuid NOT NULL,
	"account_path" text COLLATE "C" NOT NULL,
	"sector_id" uuid,
	"found_on" date NOT NULL,
	"registered_on" date NOT NULL,
	"due_on" date NOT NULL,
	"overdue_from" date,
	"overdue_until" date,
	"submitted_on" date,
	"accepted_on" date,
	"imported" boolean NOT NULL,
	"shown_only" boolean NOT NULL,
	"duplicate_of" uuid,
	"fold" jsonb NOT NULL,
	CONSTRAINT "hazard_level" CHECK ("hazard"."level" in ('GENERAL','MAJOR')),
	CONSTRAINT "hazard_state" CHECK ("hazard"."state" in ('REGISTERED','RECTIFYING','SUBMITTED','CLOSED','ARCHIVED','VOIDED')),
	CONSTRAINT "hazard_source" CHECK ("hazard"."source" in ('DEPARTMENT','SUPERIOR','EXPERT','TIP_OFF','GRID_PATROL','SELF_CHECK','MACHINE'))
);
--> statement-breakpoint
CREATE TABLE "round" (
	"hazard_id" uuid NOT NULL,
	"n" integer NOT NULL,
	"path" text COLLATE "C" NOT NULL,
	"sector_id" uuid,
	"subject_id" uuid NOT NULL,
	"started_on" date NOT NULL,
	"due_on" date NOT NULL,
	"scored_due_on" date NOT NULL,
	"reinspection_limit_on" date NOT NULL,
	"submitted_on" date,
	"accepted_on" date,
	CONSTRAINT "round_hazard_id_n_pk" PRIMARY KEY("hazard_id","n")
);
--> statement-breakpoint
CREATE TABLE "command" (
	"key" text PRIMARY KEY NOT NULL,
	"actor_id" uuid NOT NULL,
	"request_hash" text NOT NULL,
	"result" jsonb NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "event" (
	"seq" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "event_seq_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"stream" text NOT NULL,
	"stream_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"type" text NOT NULL,
	"schema" integer NOT NULL,
	"region_id" uuid NOT NULL,
	"path" text COLLATE "C" NOT NULL,
	"sector_id" uuid,
	"subject_id" uuid,
	"actor_id" uuid NOT NULL,
	"source" text NOT NULL,
	"occurred_at" timestamp with time zone NOT NULL,
	"recorded_at" timestamp with time zone DEFAULT now() NOT NULL,
	"imported_on" date,
	"import_id" uuid,
	"reason" text,
	"payload" jsonb NOT NULL,
	CONSTRAINT "event_stream_version" UNIQUE("stream_id","version"),
	CONSTRAINT "event_stream" CHECK ("event"."stream" in ('hazard','inspection','subject','figures'))
);
--> statement-breakpoint
CREATE TABLE "delta" (
	"id" uuid PRIMARY KEY NOT NULL,
	"region_id" uuid NOT NULL,
	"path" text COLLATE "C" NOT NULL,
	"sector_id" uuid,
	"counts_on" date NOT NULL,
	"effective_on" date NOT NULL,
	"inspections" bigint,
	"hazards_found_general" bigint,
	"hazards_found_major" bigint,
	"accepted_of_found" bigint,
	"due_general" bigint,
	"due_general_scored" bigint,
	"due_major" bigint,
	"due_pending" bigint,
	"rectified_on_time_general" bigint,
	"rectified_on_time_general_scored" bigint,
	"rectified_on_time_major" bigint,
	"reinspection_due" bigint,
	"reinspection_due_scored" bigint,
	"reinspected_in_time" bigint,
	"reinspected_in_time_scored" bigint,
	"became_overdue" bigint,
	"overdue_cleared" bigint,
	"became_overdue_major" bigint,
	"overdue_cleared_major" bigint,
	"overdue_day_weight" bigint,
	"voided" bigint,
	"revisited" bigint,
	"recurred" bigint,
	"listings" bigint,
	"listings_ended" bigint,
	"listings_overdue" bigint,
	"listings_overdue_cleared" bigint,
	"enterprises" bigint,
	"key_enterprises" bigint,
	"key_enterprises_placed" bigint,
	"owned" bigint,
	"hazard_sources" bigint,
	"hazard_sources_online" bigint,
	"standardization_reached" bigint,
	"standardization_target" bigint,
	"drawn" bigint,
	"hidden" bigint,
	"sampled" bigint,
	"faulty" bigint,
	"files_sampled" bigint,
	"files_passed" bigint,
	"files_irregular" bigint,
	"tipoffs_due" bigint,
	"tipoffs_on_time" bigint,
	"obligations_due_duty" bigint,
	"obligations_on_time_duty" bigint,
	"obligations_due_report" bigint,
	"obligations_on_time_report" bigint,
	"absences" bigint,
	"incidents_fatal" bigint,
	"incidents_fatal_traffic" bigint,
	"incidents_considerable" bigint,
	"incidents_serious" bigint,
	"incidents_exceptional" bigint,
	"deaths" bigint,
	"late_incident_reports" bigint,
	"cases" bigint,
	"fines_yuan" bigint,
	"suspensions" bigint,
	"activities" bigint,
	"people_trained" bigint
);
--> statement-breakpoint
CREATE TABLE "delta_pending" (
	"id" uuid PRIMARY KEY NOT NULL,
	"region_id" uuid NOT NULL,
	"path" text COLLATE "C" NOT NULL,
	"sector_id" uuid,
	"counts_on" date NOT NULL,
	"effective_on" date NOT NULL,
	"inspections" bigint,
	"hazards_found_general" bigint,
	"hazards_found_major" bigint,
	"accepted_of_found" bigint,
	"due_general" bigint,
	"due_general_scored" bigint,
	"due_major" bigint,
	"due_pending" bigint,
	"rectified_on_time_general" bigint,
	"rectified_on_time_general_scored" bigint,
	"rectified_on_time_major" bigint,
	"reinspection_due" bigint,
	"reinspection_due_scored" bigint,
	"reinspected_in_time" bigint,
	"reinspected_in_time_scored" bigint,
	"became_overdue" bigint,
	"overdue_cleared" bigint,
	"became_overdue_major" bigint,
	"overdue_cleared_major" bigint,
	"overdue_day_weight" bigint,
	"voided" bigint,
	"revisited" bigint,
	"recurred" bigint,
	"listings" bigint,
	"listings_ended" bigint,
	"listings_overdue" bigint,
	"listings_overdue_cleared" bigint,
	"enterprises" bigint,
	"key_enterprises" bigint,
	"key_enterprises_placed" bigint,
	"owned" bigint,
	"hazard_sources" bigint,
	"hazard_sources_online" bigint,
	"standardization_reached" bigint,
	"standardization_target" bigint,
	"drawn" bigint,
	"hidden" bigint,
	"sampled" bigint,
	"faulty" bigint,
	"files_sampled" bigint,
	"files_passed" bigint,
	"files_irregular" bigint,
	"tipoffs_due" bigint,
	"tipoffs_on_time" bigint,
	"obligations_due_duty" bigint,
	"obligations_on_time_duty" bigint,
	"obligations_due_report" bigint,
	"obligations_on_time_report" bigint,
	"absences" bigint,
	"incidents_fatal" bigint,
	"incidents_fatal_traffic" bigint,
	"incidents_considerable" bigint,
	"incidents_serious" bigint,
	"incidents_exceptional" bigint,
	"deaths" bigint,
	"late_incident_reports" bigint,
	"cases" bigint,
	"fines_yuan" bigint,
	"suspensions" bigint,
	"activities" bigint,
	"people_trained" bigint
);
--> statement-breakpoint
CREATE TABLE "rollup" (
	"month" integer NOT NULL,
	"sector_id" uuid NOT NULL,
	"level" smallint NOT NULL,
	"path" text COLLATE "C" NOT NULL,
	"own" boolean NOT NULL,
	"region_id" uuid NOT NULL,
	"inspections" bigint DEFAULT 0 NOT NULL,
	"hazards_found_general" bigint DEFAULT 0 NOT NULL,
	"hazards_found_major" bigint DEFAULT 0 NOT NULL,
	"accepted_of_found" bigint DEFAULT 0 NOT NULL,
	"due_general" bigint DEFAULT 0 NOT NULL,
	"due_general_scored" bigint DEFAULT 0 NOT NULL,
	"due_major" bigint DEFAULT 0 NOT NULL,
	"due_pending" bigint DEFAULT 0 NOT NULL,
	"rectified_on_time_general" bigint DEFAULT 0 NOT NULL,
	"rectified_on_time_general_scored" bigint DEFAULT 0 NOT NULL,
	"rectified_on_time_major" bigint DEFAULT 0 NOT NULL,
	"reinspection_due" bigint DEFAULT 0 NOT NULL,
	"reinspection_due_scored" bigint DEFAULT 0 NOT NULL,
	"reinspected_in_time" bigint DEFAULT 0 NOT NULL,
	"reinspected_in_time_scored" bigint DEFAULT 0 NOT NULL,
	"became_overdue" bigint DEFAULT 0 NOT NULL,
	"overdue_cleared" bigint DEFAULT 0 NOT NULL,
	"became_overdue_major" bigint DEFAULT 0 NOT NULL,
	"overdue_cleared_major" bigint DEFAULT 0 NOT NULL,
	"overdue_day_weight" bigint DEFAULT 0 NOT NULL,
	"voided" bigint DEFAULT 0 NOT NULL,
	"revisited" bigint DEFAULT 0 NOT NULL,
	"recurred" bigint DEFAULT 0 NOT NULL,
	"listings" bigint DEFAULT 0 NOT NULL,
	"listings_ended" bigint DEFAULT 0 NOT NULL,
	"listings_overdue" bigint DEFAULT 0 NOT NULL,
	"listings_overdue_cleared" bigint DEFAULT 0 NOT NULL,
	"enterprises" bigint DEFAULT 0 NOT NULL,
	"key_enterprises" bigint DEFAULT 0 NOT NULL,
	"key_enterprises_placed" bigint DEFAULT 0 NOT NULL,
	"owned" bigint DEFAULT 0 NOT NULL,
	"hazard_sources" bigint DEFAULT 0 NOT NULL,
	"hazard_sources_online" bigint DEFAULT 0 NOT NULL,
	"standardization_reached" bigint DEFAULT 0 NOT NULL,
	"standardization_target" bigint DEFAULT 0 NOT NULL,
	"drawn" bigint DEFAULT 0 NOT NULL,
	"hidden" bigint DEFAULT 0 NOT NULL,
	"sampled" bigint DEFAULT 0 NOT NULL,
	"faulty" bigint DEFAULT 0 NOT NULL,
	"files_sampled" bigint DEFAULT 0 NOT NULL,
	"files_passed" bigint DEFAULT 0 NOT NULL,
	"files_irregular" bigint DEFAULT 0 NOT NULL,
	"tipoffs_due" bigint DEFAULT 0 NOT NULL,
	"tipoffs_on_time" bigint DEFAULT 0 NOT NULL,
	"obligations_due_duty" bigint DEFAULT 0 NOT NULL,
	"obligations_on_time_duty" bigint DEFAULT 0 NOT NULL,
	"obligations_due_report" bigint DEFAULT 0 NOT NULL,
	"obligations_on_time_report" bigint DEFAULT 0 NOT NULL,
	"absences" bigint DEFAULT 0 NOT NULL,
	"incidents_fatal" bigint DEFAULT 0 NOT NULL,
	"incidents_fatal_traffic" bigint DEFAULT 0 NOT NULL,
	"incidents_considerable" bigint DEFAULT 0 NOT NULL,
	"incidents_serious" bigint DEFAULT 0 NOT NULL,
	"incidents_exceptional" bigint DEFAULT 0 NOT NULL,
	"deaths" bigint DEFAULT 0 NOT NULL,
	"late_incident_reports" bigint DEFAULT 0 NOT NULL,
	"cases" bigint DEFAULT 0 NOT NULL,
	"fines_yuan" bigint DEFAULT 0 NOT NULL,
	"suspensions" bigint DEFAULT 0 NOT NULL,
	"activities" bigint DEFAULT 0 NOT NULL,
	"people_trained" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "rollup_month_sector_id_level_path_own_pk" PRIMARY KEY("month","sector_id","level","path","own")
);
--> statement-breakpoint
CREATE TABLE "adjustment" (
	"id" uuid PRIMARY KEY NOT NULL,
	"region_id" uuid NOT NULL,
	"path" text COLLATE "C" NOT NULL,
	"kind" text NOT NULL,
	"level" text,
	"clause" text NOT NULL,
	"basis" text NOT NULL,
	"matter" text NOT NULL,
	"on" date NOT NULL,
	CONSTRAINT "adjustment_kind" CHECK ("adjustment"."kind" in ('COMMENDATION','CRITICISM','FALSIFIED_CLOSURE','VETO'))
);
--> statement-breakpoint
CREATE TABLE "scheme_version" (
	"id" uuid PRIMARY KEY NOT NULL,
	"scheme" text NOT NULL,
	"version" integer NOT NULL,
	"region_id" uuid,
	"valid_from" date NOT NULL,
	"data" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "score" (
	"region_id" uuid NOT NULL,
	"path" text COLLATE "C" NOT NULL,
	"period" text NOT NULL,
	"scheme_version_id" uuid NOT NULL,
	"day" date NOT NULL,
	"rankable" boolean NOT NULL,
	"total" double precision,
	"result" jsonb NOT NULL,
	CONSTRAINT "score_region_id_period_scheme_version_id_pk" PRIMARY KEY("region_id","period","scheme_version_id")
);
--> statement-breakpoint
CREATE TABLE "source_in_use" (
	"region_id" uuid NOT NULL,
	"source" text NOT NULL,
	"from" date NOT NULL,
	CONSTRAINT "source_in_use_region_id_source_pk" PRIMARY KEY("region_id","source")
);
--> statement-breakpoint
CREATE TABLE "publication" (
	"id" uuid PRIMARY KEY NOT NULL,
	"region_id" uuid NOT NULL,
	"path" text COLLATE "C" NOT NULL,
	"period" text NOT NULL,
	"level" text NOT NULL,
	"scheme_version_id" uuid NOT NULL,
	"engine" text NOT NULL,
	"cutoff_at" timestamp with time zone NOT NULL,
	"cutoff_seq" bigint NOT NULL,
	"published_at" timestamp with time zone DEFAULT now() NOT NULL,
	"body" jsonb NOT NULL,
	"sha256" text NOT NULL,
	"prev_sha256" text,
	"restates" uuid
);
--> statement-breakpoint
CREATE TABLE "seal" (
	"n" integer PRIMARY KEY NOT NULL,
	"log" text NOT NULL,
	"upto_seq" bigint NOT NULL,
	"sha256" text NOT NULL,
	"prev_sha256" text,
	"at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "import_batch" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"region_id" uuid NOT NULL,
	"path" text COLLATE "C" NOT NULL,
	"layout" text NOT NULL,
	"file_name" text NOT NULL,
	"sha256" text NOT NULL,
	"file" "bytea" NOT NULL,
	"state" text NOT NULL,
	"mapping" jsonb NOT NULL,
	"counts" jsonb NOT NULL,
	"uploaded_at" timestamp with time zone DEFAULT now() NOT NULL,
	"confirmed_at" timestamp with time zone,
	"imported_on" date,
	CONSTRAINT "import_batch_state" CHECK ("import_batch"."state" in ('STAGED','IMPORTING','IMPORTED','WITHDRAWN','FAILED'))
);
--> statement-breakpoint
CREATE TABLE "import_mapping" (
	"region_id" uuid NOT NULL,
	"path" text COLLATE "C" NOT NULL,
	"signature" text NOT NULL,
	"mapping" jsonb NOT NULL,
	CONSTRAINT "import_mapping_region_id_signature_pk" PRIMARY KEY("region_id","signature")
);
--> statement-breakpoint
CREATE TABLE "import_row" (
	"batch_id" uuid NOT NULL,
	"n" integer NOT NULL,
	"path" text COLLATE "C" NOT NULL,
	"sheet" text NOT NULL,
	"row" integer NOT NULL,
	"identity" text,
	"outcome" text NOT NULL,
	"values" jsonb NOT NULL,
	"problems" jsonb NOT NULL,
	"stream_id" uuid,
	CONSTRAINT "import_row_batch_id_n_pk" PRIMARY KEY("batch_id","n")
);
--> statement-breakpoint
ALTER TABLE "office" ADD CONSTRAINT "office_region_id_region_id_fk" FOREIGN KEY ("region_id") REFERENCES "public"."region"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "region_label" ADD CONSTRAINT "region_label_region_id_region_id_fk" FOREIGN KEY ("region_id") REFERENCES "public"."region"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "region_succession" ADD CONSTRAINT "region_succession_from_id_region_id_fk" FOREIGN KEY ("from_id") REFERENCES "public"."region"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "region_succession" ADD CONSTRAINT "region_succession_to_id_region_id_fk" FOREIGN KEY ("to_id") REFERENCES "public"."region"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "account" ADD CONSTRAINT "account_home_id_region_id_fk" FOREIGN KEY ("home_id") REFERENCES "public"."region"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "account_grant" ADD CONSTRAINT "account_grant_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "account_grant" ADD CONSTRAINT "account_grant_region_id_region_id_fk" FOREIGN KEY ("region_id") REFERENCES "public"."region"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "session" ADD CONSTRAINT "session_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "organization" ADD CONSTRAINT "organization_region_id_region_id_fk" FOREIGN KEY ("region_id") REFERENCES "public"."region"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "subject" ADD CONSTRAINT "subject_region_id_region_id_fk" FOREIGN KEY ("region_id") REFERENCES "public"."region"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "subject" ADD CONSTRAINT "subject_account_id_region_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."region"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "subject" ADD CONSTRAINT "subject_sector_id_sector_id_fk" FOREIGN KEY ("sector_id") REFERENCES "public"."sector"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "subject_sector" ADD CONSTRAINT "subject_sector_subject_id_subject_id_fk" FOREIGN KEY ("subject_id") REFERENCES "public"."subject"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "subject_sector" ADD CONSTRAINT "subject_sector_sector_id_sector_id_fk" FOREIGN KEY ("sector_id") REFERENCES "public"."sector"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "inspection" ADD CONSTRAINT "inspection_subject_id_subject_id_fk" FOREIGN KEY ("subject_id") REFERENCES "public"."subject"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "inspection" ADD CONSTRAINT "inspection_region_id_region_id_fk" FOREIGN KEY ("region_id") REFERENCES "public"."region"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "inspection" ADD CONSTRAINT "inspection_account_id_region_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."region"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "inspection" ADD CONSTRAINT "inspection_sector_id_sector_id_fk" FOREIGN KEY ("sector_id") REFERENCES "public"."sector"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "hazard" ADD CONSTRAINT "hazard_subject_id_subject_id_fk" FOREIGN KEY ("subject_id") REFERENCES "public"."subject"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "hazard" ADD CONSTRAINT "hazard_inspection_id_inspection_id_fk" FOREIGN KEY ("inspection_id") REFERENCES "public"."inspection"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "hazard" ADD CONSTRAINT "hazard_region_id_region_id_fk" FOREIGN KEY ("region_id") REFERENCES "public"."region"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "hazard" ADD CONSTRAINT "hazard_account_id_region_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."region"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "hazard" ADD CONSTRAINT "hazard_sector_id_sector_id_fk" FOREIGN KEY ("sector_id") REFERENCES "public"."sector"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "round" ADD CONSTRAINT "round_hazard_id_hazard_id_fk" FOREIGN KEY ("hazard_id") REFERENCES "public"."hazard"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "adjustment" ADD CONSTRAINT "adjustment_region_id_region_id_fk" FOREIGN KEY ("region_id") REFERENCES "public"."region"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "scheme_version" ADD CONSTRAINT "scheme_version_region_id_region_id_fk" FOREIGN KEY ("region_id") REFERENCES "public"."region"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "score" ADD CONSTRAINT "score_scheme_version_id_scheme_version_id_fk" FOREIGN KEY ("scheme_version_id") REFERENCES "public"."scheme_version"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "source_in_use" ADD CONSTRAINT "source_in_use_region_id_region_id_fk" FOREIGN KEY ("region_id") REFERENCES "public"."region"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "publication" ADD CONSTRAINT "publication_scheme_version_id_scheme_version_id_fk" FOREIGN KEY ("scheme_version_id") REFERENCES "public"."scheme_version"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "import_row" ADD CONSTRAINT "import_row_batch_id_import_batch_id_fk" FOREIGN KEY ("batch_id") REFERENCES "public"."import_batch"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "region_parent" ON "region" USING btree ("parent_id");--> statement-breakpoint
CREATE INDEX "region_label_code" ON "region_label" USING btree ("code");--> statement-breakpoint
CREATE INDEX "region_label_initials" ON "region_label" USING btree ("initials");--> statement-breakpoint
CREATE INDEX "region_succession_to" ON "region_succession" USING btree ("to_id");--> statement-breakpoint
CREATE INDEX "account_grant_account" ON "account_grant" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "contact_owner" ON "contact" USING btree ("owner_id");--> statement-breakpoint
CREATE INDEX "contact_path" ON "contact" USING btree ("path");--> statement-breakpoint
CREATE INDEX "session_account" ON "session" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "organization_path" ON "organization" USING btree ("path");--> statement-breakpoint
CREATE INDEX "subject_path" ON "subject" USING btree ("path","id");--> statement-breakpoint
CREATE INDEX "subject_credit_code" ON "subject" USING btree ("credit_code");--> statement-breakpoint
CREATE INDEX "subject_normalized_name" ON "subject" USING btree ("normalized_name");--> statement-breakpoint
CREATE INDEX "inspection_path" ON "inspection" USING btree ("path","finished_on","id");--> statement-breakpoint
CREATE INDEX "inspection_subject" ON "inspection" USING btree ("subject_id");--> statement-breakpoint
CREATE INDEX "hazard_path_due" ON "hazard" USING btree ("path","due_on","id");--> statement-breakpoint
CREATE INDEX "hazard_overdue" ON "hazard" USING btree ("path","overdue_from","id") WHERE "hazard"."overdue_from" is not null and "hazard"."overdue_until" is null;--> statement-breakpoint
CREATE INDEX "hazard_path_found" ON "hazard" USING btree ("path","found_on","id");--> statement-breakpoint
CREATE INDEX "hazard_account" ON "hazard" USING btree ("account_path","found_on");--> statement-breakpoint
CREATE INDEX "hazard_subject" ON "hazard" USING btree ("subject_id");--> statement-breakpoint
CREATE INDEX "hazard_number" ON "hazard" USING btree ("number");--> statement-breakpoint
CREATE INDEX "round_scored_due" ON "round" USING btree ("path","scored_due_on");--> statement-breakpoint
CREATE INDEX "round_reinspection" ON "round" USING btree ("path","reinspection_limit_on");--> statement-breakpoint
CREATE INDEX "event_import" ON "event" USING btree ("import_id");--> statement-breakpoint
CREATE INDEX "delta_path" ON "delta" USING btree ("path","counts_on");--> statement-breakpoint
CREATE INDEX "delta_pending_path" ON "delta_pending" USING btree ("path","effective_on");--> statement-breakpoint
CREATE INDEX "delta_pending_effective" ON "delta_pending" USING btree ("effective_on");--> statement-breakpoint
CREATE INDEX "rollup_region" ON "rollup" USING btree ("region_id","sector_id","own","month");--> statement-breakpoint
CREATE INDEX "adjustment_path" ON "adjustment" USING btree ("path","on");--> statement-breakpoint
CREATE INDEX "score_path" ON "score" USING btree ("path","period");--> statement-breakpoint
CREATE INDEX "publication_path" ON "publication" USING btree ("path","period");--> statement-breakpoint
CREATE INDEX "import_batch_path" ON "import_batch" USING btree ("path","uploaded_at");--> statement-breakpoint
CREATE INDEX "import_row_outcome" ON "import_row" USING btree ("batch_id","outcome","n");--> statement-breakpoint
CREATE INDEX "import_row_identity" ON "import_row" USING btree ("identity");