/**
 * Compounds of administrative Vietnamese, spelled as they are printed within a sentence. They settle
 * marks that small print leaves open (`kế từ` → `kể từ`). Left out on purpose: names, single
 * syllables, and whatever is another word with a different mark.
 */
export const administrativeWording: readonly string[] = `
ẩm kế; áp kế; nhiệt kế; tiếng ồn; cổng thông tin; đồng bộ; một số; phấn đấu; số hóa; số hoá; số liệu; tập huấn
an ninh trật tự; an sinh xã hội; an toàn thực phẩm; an toàn lao động; an toàn giao thông
ban hành; ban quản lý dự án; bàn giao; bản chính; bản đồ; bản sao; bản quyền
báo cáo; bảo đảm; bảo hiểm xã hội; bảo hiểm y tế; bảo tồn; bảo trợ xã hội; bảo vệ môi trường
bãi bỏ; bất động sản; bằng khen; bí thư; biên bản; biên chế; biện pháp; biển hiệu; biển quảng cáo
biểu diễn nghệ thuật; biểu mẫu; bình đẳng; bổ nhiệm; bổ sung; bộ trưởng; bộ phận tiếp nhận
bồi thường; cá nhân; cán bộ; căn cứ; căn cước công dân; cải cách hành chính; cải tạo; cam kết
cấp đổi; cấp giấy chứng nhận; cấp giấy phép; cấp lại; cấp mới; chánh thanh tra; chánh văn phòng
chấm dứt; chấp hành; chấp thuận; chất lượng; chế độ; chi cục; chi nhánh; chi phí; chi tiết; chi trả; chỉ trả
chỉ đạo; chỉ thị; chỉ tiêu; chính phủ; chính quyền; chính sách; chịu trách nhiệm; chịu trách nhiệm thi hành
chỗ ở hiện nay; chủ đầu tư; chủ hộ; chủ nghĩa việt nam; chủ quản; chủ sở hữu; chủ tịch; chủ trì
chủ trương; chúc mừng; chuyên môn; chuyên ngành; chuyên viên; chuyển đổi; chuyển giao; chuyển mục đích
chuyển nhượng; chứng chỉ; chứng chỉ hành nghề; chứng minh nhân dân; chứng nhận; chứng thực; chức danh
chức năng; chức vụ; có hiệu lực; cổ phần; cộng hòa xã hội; cộng hoà xã hội; công an; công bố; công chứng
công chức; công cộng; công dân; công khai; công nghệ thông tin; công nghiệp; công nhận; công suất
công tác; công thương; công trình; công ty cổ phần; công ty trách nhiệm hữu hạn; công văn; cơ cấu tổ chức
cơ quan; cơ sở dữ liệu; cơ sở kinh doanh; cơ sở lưu trú; cơ sở vật chất; cung cấp; cư trú; cưỡng chế
danh mục; danh sách; dân cư; dân quân; dân số; dân sự; dân tộc; di sản văn hóa; di sản văn hoá; di tích
dịch vụ; dịch vụ công trực tuyến; diện tích; doanh nghiệp; du lịch; dự án; dự thảo; dự toán; dự trữ
đại diện theo pháp luật; đại hội; đảm bảo; đánh giá; đào tạo; đăng ký; đăng ký kinh doanh; đăng ký kết hôn
đấu giá; đầu tư; đất đai; đề án; đề nghị; đề xuất; địa bàn; địa chỉ; địa chính; địa danh; địa điểm
địa phương; điện ảnh; điện thoại; điện tử; điều chỉnh; điều hành; điều kiện; điều lệ; đính chính; định cư
định kỳ; đình chỉ; độc lập; đối tượng; đối với; đội ngũ; đơn đề nghị; đơn vị; đương sự; đường bộ
gia đình; gia hạn; giá trị; giải quyết; giải thể; giải trình; giám định; giám đốc; giám sát; giao dịch
giao thông vận tải; giáo dục đào tạo; giáo viên; giấy chứng nhận; giấy chứng nhận đăng ký; giấy khai sinh
giấy phép; giấy phép kinh doanh; giấy tờ tùy thân; giấy ủy quyền; giới tính; hàng hóa; hàng năm
hạng mục; hành chính; hành nghề; hạnh phúc; hằng năm; hệ thống; hiện hành; hiện trạng; hiệu lực
hiệu quả; hiệu trưởng; hoàn thành; hoàn thiện; hoạt động; hòa giải; học sinh; học viên; hỗ trợ; hồ sơ
hộ chiếu; hộ gia đình; hộ kinh doanh; hộ khẩu thường trú; hộ tịch; hội đồng nhân dân; hội đồng thẩm định
hợp đồng; hợp lệ; hợp pháp; hợp tác xã; huân chương; hướng dẫn; hủy bỏ; huỷ bỏ; hưởng trợ cấp
kế hoạch; kế hoạch đầu tư; kế toán; kể từ ngày; kết hôn; kết luận; kết nối; kết quả; khai sinh; khai thác
khai tử; khám bệnh; khảo sát; khắc phục; khen thưởng; khiếu nại; khóa học; khoá học; khoa học; khoa học công nghệ
khoáng sản; khu công nghiệp; khu dân cư; khu phố; khu vực; khuyến khích; khuyết tật; kiểm định; kiểm soát
kiểm tra; kiến nghị; kiến trúc; kinh doanh; kinh nghiệm; kinh phí; kinh tế; ký kết; kỹ thuật; kỷ luật
kỷ niệm; lao động; lâm nghiệp; lập biên bản; lễ hội; lệ phí; liên hệ; liên kết; liên quan; lĩnh vực
lưu hành; lưu trú; lưu trữ; lữ hành; lữ hành nội địa; lữ hành quốc tế; luật sư; lực lượng; lý lịch
mã số thuế; mã số doanh nghiệp; mạng lưới; mầm non; mẫu số; miễn phí; môi trường; mục đích; mức độ
mỹ thuật; ngân hàng; ngân sách nhà nước; ngành nghề; nghề nghiệp; nghị định; nghị quyết; nghĩa vụ
nghiêm cấm; nghiên cứu; nghiệp vụ; nghiệm thu; nghỉ hưu; ngoại giao; người cao tuổi; người có công
người đại diện; người được ủy quyền; người khuyết tật; người lao động; người nước ngoài; nguồn gốc
nguồn vốn; nguyên nhân; nhà đầu tư; nhà nước; nhà ở; nhà xuất bản; nhạc sĩ; nhân dân; nhân lực; nhân sự; nhận sự
nhiệm kỳ; nhiệm vụ; nhiếp ảnh; nhiệt liệt; nhu cầu; niêm yết; nông dân; nông nghiệp; nông thôn
nơi cấp; nơi cư trú; nơi nhận; nơi sinh; nội dung; nội địa; nội vụ; nộp hồ sơ; nuôi con nuôi
pháp chế; pháp lệnh; pháp luật; pháp lý; phát hành; phát thanh; phát triển nông thôn; phạm vi
phân bổ; phân cấp; phân công; phân loại; phê chuẩn; phê duyệt; phép năm; phí thẩm định; phó chủ tịch
phó giám đốc; phó trưởng phòng; phong tặng; phòng cháy; phòng cháy chữa cháy; phòng chống; phối hợp
phù hợp; phụ cấp; phụ lục; phục vụ; phương án; phương pháp; phương tiện; quá trình; quan hệ
quan trọng; quản lý; quản lý nhà nước; quản trị; quảng cáo; quân sự; quốc gia; quốc phòng; quốc tế; quốc tịch
quy chế; quy chuẩn; quy định; quy định chi tiết; quy hoạch; quy mô; quy tắc; quy trình; quyền hạn
quyền lợi; quyền sở hữu; quyền sử dụng đất; quyết định; quyết toán; rà soát; sáng kiến; sáng tác
sản phẩm; sản xuất; sắp xếp; sân khấu; sinh hoạt; số lượng; sổ hộ khẩu; sở hữu; sở kế hoạch
sở tài chính; sở tư pháp; sở văn hóa; sở xây dựng; sở y tế; sức khỏe; sử dụng; sự kiện; sửa chữa
sửa đổi; tác giả; tác phẩm; tài chính; tài khoản; tài liệu; tài nguyên môi trường; tài sản
tạm trú; tạm thời; tặng thưởng; tập thể; tàng trữ; tên gọi; tham gia; tham mưu
thanh niên; thanh toán; thanh tra; thành lập; thành phần; thành phố; thành tích; thành viên; thẩm định
thẩm quyền; thẩm tra; thân nhân; thế giới; thể dục; thể dục thể thao; thể loại; thể thao
thi công; thi đua; thi hành; thi hành án; thí nghiệm; thị trấn; thị trường; thị xã; thiết bị; thiết kế
thiệt hại; thỏa thuận; thoả thuận; thông báo; thông qua; thông tin; thông tư; thời điểm; thời gian
thời hạn; thu hồi; thủ đô; thủ trưởng; thủ tục hành chính; thủ tướng chính phủ; thuế suất; thuyết minh
thư viện; thừa kế; thừa nhận; thực hành; thực hiện; thực phẩm; thương binh
thương binh xã hội; thương mại; thương nhân; thường trú; thường trực; thường xuyên; tiền lương; tiến độ; tiến hành
tiếp cận; tiếp công dân; tiếp nhận; tiếp theo; tiêu chí; tiêu chuẩn; tiểu học; tìm hiểu; tình hình
tình trạng hôn nhân; tỉnh ủy; tổ chức; tổ chức biểu diễn; tổ dân phố; tổ trưởng; tố cáo; tổng cục
tổng giám đốc; tổng hợp; tổng số; tôn giáo; tờ khai; tờ trình; trách nhiệm; trang trí; trang thiết bị; tranh chấp
trẻ em; triển khai; triển lãm; trình độ; trích lục; trợ cấp; trợ giúp xã hội; trung tâm; trung ương
truyền hình; truyền thông; truyền thống; trưng bày; trường học; trường hợp; trưởng ban; trưởng phòng
trụ sở; trụ sở chính; trực thuộc; trực tiếp; trực tuyến; tuổi trẻ; tuyên truyền; tuyển dụng; tuyển sinh
tự do; từ đó; tự nguyện; tư pháp; tư vấn; tương đương; tượng đài; ủy ban nhân dân; uỷ ban nhân dân; ủy quyền; ủy viên
ứng dụng; ưu đãi; ưu tiên; vay vốn; văn bản; văn bằng; văn hóa; văn hoá; văn nghệ; văn phòng; văn thư
vận chuyển; vận động viên; vận hành; vận tải; vật liệu; vật liệu nổ; vệ sinh; vi phạm; vi phạm hành chính
việc làm; viên chức; vĩnh viễn; vốn đầu tư; vốn điều lệ; vụ việc; vùng dân tộc; xã hội; xã hội chủ nghĩa
xác minh; xác nhận; xây dựng; xem xét; xét duyệt; xét đề nghị; xét nghiệm; xét tuyển; xử lý; xử phạt
xuất bản; xuất bản phẩm; xuất khẩu; nhập khẩu; xuất nhập cảnh; xuất trình; y sĩ; y tế; yêu cầu; yếu tố
`
  .split(/[;\n]/u)
  .map((phrase) => phrase.trim())
  .filter((phrase) => phrase !== '');
